import type { PatchOperation } from '@aws-sdk/client-api-gateway';
import { badRequest } from '../errors.ts';
import { planOutput, requirePlan } from '../key-lookup.ts';
import { operation } from '../operation.ts';
import { requireApiStages } from '../plan-stages.ts';
import type { PlanDocument } from '../rules/keys.ts';
import { applyPatch, type PatchRule } from '../rules/patch.ts';
import { checkPlan } from '../rules/plan.ts';

const RULES: readonly PatchRule[] = [
  { path: '/name', ops: ['replace'] },
  { path: '/description', ops: ['replace'] },
  { path: '/throttle', ops: ['remove'] },
  { path: '/throttle/rateLimit', ops: ['add', 'replace'], as: 'number' },
  { path: '/throttle/burstLimit', ops: ['add', 'replace'], as: 'integer' },
  { path: '/quota', ops: ['remove'] },
  { path: '/quota/limit', ops: ['add', 'replace'], as: 'integer' },
  { path: '/quota/period', ops: ['add', 'replace'] },
  { path: '/quota/offset', ops: ['add', 'replace'], as: 'integer' },
  { path: '/productCode', ops: ['add', 'replace', 'remove'], refusedUnless: [''] },
];

export const UpdateUsagePlan = operation('UpdateUsagePlan', async (call, { usagePlanId, patchOperations = [] }) => {
  const added = patchOperations.filter(({ op, path }) => path === '/apiStages' && op === 'add');
  await requireApiStages(
    call,
    added.map(({ value }) => stageOf(value)),
  );
  return call.service.store.writeKeys(async (rows) => {
    const plan = await requirePlan(call, rows, usagePlanId!);
    for (const patch of patchOperations) {
      if (patch.path === '/apiStages') patchStages(plan, patch);
      else applyPatch(plan, [patch], RULES);
    }
    checkPlan(plan);
    await rows.putPlan(call, plan);
    return planOutput(plan);
  });
});

/** `{api}:{stage}`. */
function stageOf(value = ''): { apiId: string; stage: string } {
  const [apiId = '', stage = ''] = value.split(':');
  if (!apiId || !stage) throw badRequest(`Invalid API stage specified: ${value}`);
  return { apiId, stage };
}

function patchStages(plan: PlanDocument, { op, value }: PatchOperation): void {
  const { apiId, stage } = stageOf(value);
  const others = plan.apiStages.filter((known) => known.apiId !== apiId || known.stage !== stage);
  if (op === 'remove') plan.apiStages = others;
  else if (op === 'add') plan.apiStages = [...others, { apiId, stage }];
  else
    throw badRequest(`Invalid patch path  '/apiStages' specified for op '${op}'. Please choose supported operations`);
}
