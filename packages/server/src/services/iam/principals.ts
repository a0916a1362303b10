import { deleteConflict } from './errors.ts';
import { alreadyExists, cannotBeFound, principalArn } from './rules/principals.ts';
import { invalidPrincipal } from './rules/trust-policy.ts';
import type { IamRows } from './store.ts';
import type { PrincipalKind, PrincipalRow } from './tables.ts';

/** Throws NoSuchEntity when there is none. */
export async function principalNamed(rows: IamRows, kind: PrincipalKind, name: string): Promise<PrincipalRow> {
  const found = await rows.principal(kind, name);
  if (!found) throw cannotBeFound(kind, name);
  return found;
}

/** Throws MalformedPolicyDocument when a trust policy names a user or role of this account that does not exist. */
export async function refuseUnknownPrincipals(rows: IamRows, account: string, arns: readonly string[]): Promise<void> {
  for (const arn of arns) {
    const [, , , , owner, resource = ''] = arn.split(':');
    if (owner !== account) continue;
    const [kind, ...path] = resource.split('/');
    const found = await rows.principal(kind as PrincipalKind, path.at(-1)!);
    if (found?.arn !== arn) throw invalidPrincipal('AWS', arn);
  }
}

/** Throws DeleteConflict while policies are attached to or embedded in the principal. */
export async function refuseWithPolicies(rows: IamRows, id: string): Promise<void> {
  if ((await rows.attachments(id)).length > 0)
    throw deleteConflict('Cannot delete entity, must detach all policies first.');
  if ((await rows.inlinePolicies(id)).length > 0)
    throw deleteConflict('Cannot delete entity, must delete policies first.');
}

/** Users and groups can be renamed and moved; their unique id and all that hangs on it stay. */
export async function renamePrincipal(
  rows: IamRows,
  account: string,
  principal: PrincipalRow,
  to: { readonly name: string | undefined; readonly path: string | undefined },
): Promise<void> {
  const { kind, name: oldName, path: oldPath, id } = principal;
  const name = to.name ?? oldName;
  const path = to.path ?? oldPath;
  const taken = await rows.principal(kind, name);
  if (taken && taken.id !== id) throw alreadyExists(kind, name);
  await rows.updatePrincipal(id, {
    name,
    nameKey: name.toLowerCase(),
    path,
    arn: principalArn(account, kind, path, name),
  });
}
