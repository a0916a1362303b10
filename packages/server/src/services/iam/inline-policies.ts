import { limitExceeded, noSuchEntity } from './errors.ts';
import type { IamCall } from './operation.ts';
import { principalNamed } from './principals.ts';
import { encodeDocument } from './rules/documents.ts';
import { checkInlinePolicy } from './rules/identity-policy.ts';
import { LIMITS, policySize } from './rules/limits.ts';
import { pageOf } from './rules/paging.ts';
import type { PrincipalKind } from './tables.ts';

/** Inline policies are the same for roles, users and groups: one entry of a principal, by policy name. */
export interface InlinePolicyOf {
  readonly kind: PrincipalKind;
  readonly name: string;
  readonly policyName: string;
}

export async function putInlinePolicy(call: IamCall, { kind, name, policyName }: InlinePolicyOf, document: string) {
  checkInlinePolicy(document);
  await call.service.store.write(call.account, async (rows) => {
    const principal = await principalNamed(rows, kind, name);
    const others = (await rows.inlinePolicies(principal.id)).filter((policy) => policy.name !== policyName);
    const size = [...others.map((policy) => policy.document), document].reduce(
      (sum, text) => sum + policySize(text),
      0,
    );
    const { inline } = LIMITS[kind];
    if (size > inline) throw limitExceeded(`Maximum policy size of ${inline} bytes exceeded for ${kind} ${name}`);
    await rows.putInlinePolicy({ principalId: principal.id, name: policyName, document });
  });
  return {};
}

/** The document is URL-encoded, as it is answered. */
export function getInlinePolicy(call: IamCall, { kind, name, policyName }: InlinePolicyOf) {
  return call.service.store.read(call.account, async (rows) => {
    const principal = await principalNamed(rows, kind, name);
    const policies = await rows.inlinePolicies(principal.id);
    const found = policies.find((policy) => policy.name === policyName);
    if (!found) throw noInlinePolicy(kind, policyName);
    return { principalName: principal.name, PolicyName: found.name, PolicyDocument: encodeDocument(found.document) };
  });
}

export async function deleteInlinePolicy(call: IamCall, { kind, name, policyName }: InlinePolicyOf) {
  await call.service.store.write(call.account, async (rows) => {
    const principal = await principalNamed(rows, kind, name);
    if (!(await rows.deleteInlinePolicy(principal.id, policyName))) throw noInlinePolicy(kind, policyName);
  });
  return {};
}

export async function listInlinePolicies(
  call: IamCall,
  kind: PrincipalKind,
  name: string,
  input: Parameters<typeof pageOf>[2],
) {
  const policies = await call.service.store.read(call.account, async (rows) =>
    rows.inlinePolicies((await principalNamed(rows, kind, name)).id),
  );
  const { items, more } = pageOf(policies, (policy) => policy.name, input);
  return { PolicyNames: items.map((policy) => policy.name), ...more };
}

function noInlinePolicy(kind: PrincipalKind, policyName: string) {
  return noSuchEntity(`The ${kind} policy with name ${policyName} cannot be found.`);
}
