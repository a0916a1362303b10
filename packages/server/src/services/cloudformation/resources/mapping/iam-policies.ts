import { sameValue, type Value } from '../../rules/values.ts';
import { documentText } from './documents.ts';
import { json, list, object, text } from './schema.ts';

/** A policy inside a role, user or group. */
export interface InlinePolicy {
  readonly PolicyName: string;
  readonly PolicyDocument: Value;
}

export interface PolicyProperties {
  readonly Policies?: readonly InlinePolicy[];
  readonly ManagedPolicyArns?: readonly string[];
}

export const policyProperties = {
  Policies: list(object({ PolicyName: text, PolicyDocument: json }, ['PolicyName', 'PolicyDocument'])),
  ManagedPolicyArns: list(text),
};

/** How one kind of principal takes and loses policies. */
export interface PolicyOperations {
  put(name: string, document: string): Promise<unknown>;
  remove(name: string): Promise<unknown>;
  attach(arn: string): Promise<unknown>;
  detach(arn: string): Promise<unknown>;
}

/** Leads from the policies of `before` to those of `after`; every step may be done twice. */
export async function changePolicies(
  operations: PolicyOperations,
  before: PolicyProperties,
  after: PolicyProperties,
): Promise<void> {
  const [old, next] = [before.Policies ?? [], after.Policies ?? []];
  for (const { PolicyName, PolicyDocument } of next) {
    const same = old.find((policy) => policy.PolicyName === PolicyName);
    if (same && sameValue(same.PolicyDocument, PolicyDocument)) continue;
    await operations.put(PolicyName, documentText(PolicyDocument));
  }
  for (const { PolicyName } of old) {
    if (!next.some((policy) => policy.PolicyName === PolicyName)) await operations.remove(PolicyName);
  }
  const [oldArns, nextArns] = [before.ManagedPolicyArns ?? [], after.ManagedPolicyArns ?? []];
  for (const arn of nextArns) if (!oldArns.includes(arn)) await operations.attach(arn);
  for (const arn of oldArns) if (!nextArns.includes(arn)) await operations.detach(arn);
}
