import { noSuchEntity } from './errors.ts';
import { type AwsManagedPolicy, findAwsPolicy } from './rules/aws-managed-policies.ts';
import type { IamRows } from './store.ts';
import type { PolicyRow, PolicyVersionRow } from './tables.ts';

/** A managed policy: the account's own, or one that AWS keeps for everyone. */
export type ManagedPolicy = { readonly own: PolicyRow } | { readonly aws: AwsManagedPolicy };

export async function findPolicy(rows: IamRows, arn: string): Promise<ManagedPolicy | undefined> {
  const aws = findAwsPolicy(arn);
  if (aws) return { aws };
  const own = await rows.policyByName(arn.slice(arn.lastIndexOf('/') + 1));
  return own?.arn === arn ? { own } : undefined;
}

/** Throws NoSuchEntity when there is none. */
export async function policyOf(rows: IamRows, arn: string): Promise<ManagedPolicy> {
  const found = await findPolicy(rows, arn);
  if (!found) throw noSuchEntity(`Policy ${arn} was not found.`);
  return found;
}

/** The account's own policy, to be changed; AWS's cannot be. */
export async function ownPolicyOf(rows: IamRows, arn: string): Promise<PolicyRow> {
  const found = await policyOf(rows, arn);
  if (!('own' in found)) throw noSuchEntity(`Policy ${arn} was not found.`);
  return found.own;
}

/** `v1` and its number. Throws NoSuchEntity when the policy has no such version. */
export async function ownVersionOf(rows: IamRows, policy: PolicyRow, versionId: string): Promise<PolicyVersionRow> {
  const versions = await rows.policyVersions(policy.id);
  const found = versions.find(({ version }) => `v${version}` === versionId);
  if (!found) throw noVersion(policy.arn, versionId);
  return found;
}

export function noVersion(arn: string, versionId: string) {
  return noSuchEntity(`Policy ${arn} version ${versionId} does not exist or is not attachable.`);
}
