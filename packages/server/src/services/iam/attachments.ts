import { limitExceeded, noSuchEntity } from './errors.ts';
import type { IamCall } from './operation.ts';
import { findPolicy } from './policies.ts';
import { principalNamed } from './principals.ts';
import { LIMITS } from './rules/limits.ts';
import { pageOf } from './rules/paging.ts';
import type { PrincipalKind } from './tables.ts';

/** Managed policies are attached to roles, users and groups alike. */
export async function attachPolicy(call: IamCall, kind: PrincipalKind, name: string, policyArn: string) {
  await call.service.store.write(call.account, async (rows) => {
    const principal = await principalNamed(rows, kind, name);
    const policy = await findPolicy(rows, policyArn);
    if (!policy) throw noSuchEntity(`Policy ${policyArn} does not exist or is not attachable.`);
    const attached = await rows.attachments(principal.id);
    if (attached.some((other) => other.policyArn === policyArn)) return;
    const limits = LIMITS[kind];
    if (attached.length >= limits.attached) {
      throw limitExceeded(`Cannot exceed quota for ${limits.attachedQuota}: ${limits.attached}`);
    }
    await rows.attach(principal.id, policyArn, 'own' in policy ? policy.own.name : policy.aws.name);
  });
  return {};
}

export async function detachPolicy(call: IamCall, kind: PrincipalKind, name: string, policyArn: string) {
  await call.service.store.write(call.account, async (rows) => {
    const principal = await principalNamed(rows, kind, name);
    if (!(await rows.detach(principal.id, policyArn))) throw noSuchEntity(`Policy ${policyArn} was not found.`);
  });
  return {};
}

interface ListInput {
  readonly PathPrefix?: string | undefined;
  readonly Marker?: string | undefined;
  readonly MaxItems?: number | undefined;
}

export async function listAttachedPolicies(call: IamCall, kind: PrincipalKind, name: string, input: ListInput) {
  const attached = await call.service.store.read(call.account, async (rows) =>
    rows.attachments((await principalNamed(rows, kind, name)).id),
  );
  const wanted = attached.filter(({ policyArn }) => pathOf(policyArn).startsWith(input.PathPrefix ?? '/'));
  const { items, more } = pageOf(wanted, ({ policyArn, policyName }) => `${policyName} ${policyArn}`, input);
  return {
    AttachedPolicies: items.map(({ policyArn, policyName }) => ({ PolicyName: policyName, PolicyArn: policyArn })),
    ...more,
  };
}

/** `arn:aws:iam::aws:policy/service-role/Name` → `/service-role/`. */
function pathOf(policyArn: string): string {
  return policyArn.slice(policyArn.indexOf('/'), policyArn.lastIndexOf('/') + 1);
}
