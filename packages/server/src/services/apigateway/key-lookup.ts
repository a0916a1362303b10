import { notFound } from './errors.ts';
import type { ApiGatewayCall } from './operation.ts';
import { seconds, unlessEmpty } from './outputs.ts';
import type { KeyDocument, PlanDocument } from './rules/keys.ts';
import type { KeyRows } from './store/key-rows.ts';

export async function requireKey(call: ApiGatewayCall, rows: KeyRows, id: string): Promise<KeyDocument> {
  const key = await rows.key(call, id);
  if (!key) throw notFound('Invalid API Key identifier specified');
  return key;
}

export async function requirePlan(call: ApiGatewayCall, rows: KeyRows, id: string): Promise<PlanDocument> {
  const plan = await rows.plan(call, id);
  if (!plan) throw notFound('Invalid Usage Plan ID specified');
  return plan;
}

/** A plan's member; throws unless the key belongs to the plan. */
export async function requirePlanKey(call: ApiGatewayCall, rows: KeyRows, planId: string, keyId: string) {
  const plan = await requirePlan(call, rows, planId);
  if (!plan.keyIds.includes(keyId)) throw notFound('Invalid Usage Plan Key identifier specified');
  return { plan, key: await requireKey(call, rows, keyId) };
}

/** Values are answered only to who asks for them. */
export function keyOutput({ value, createdAt, updatedAt, tags, ...key }: KeyDocument, withValue: boolean) {
  return {
    ...key,
    ...(withValue ? { value } : {}),
    tags: unlessEmpty(tags),
    createdDate: seconds(createdAt),
    lastUpdatedDate: seconds(updatedAt),
  };
}

export function planOutput({ id, name, description, apiStages, throttle, quota, tags }: PlanDocument) {
  return { id, name, description, apiStages, throttle, quota, tags: unlessEmpty(tags) };
}

export function planKeyOutput({ id, value, name }: KeyDocument) {
  return { id, value, name, type: 'API_KEY' };
}
