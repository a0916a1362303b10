import type { EntityType, ListEntitiesForPolicyCommandInput } from '@aws-sdk/client-iam';
import { operation } from '../operation.ts';
import { policyOf } from '../policies.ts';
import { pageOf } from '../rules/paging.ts';
import type { PrincipalKind, PrincipalRow } from '../tables.ts';

export const ListEntitiesForPolicy = operation('ListEntitiesForPolicy', (call, input) =>
  call.service.store.read(call.account, async (rows) => {
    await policyOf(rows, input.PolicyArn!);
    const entities = (await rows.attachedTo(input.PolicyArn!)).filter((entity) => isWanted(entity, input));
    const { items, more } = pageOf(entities, ({ nameKey, kind }) => `${nameKey} ${kind}`, input);
    const ofKind = (kind: PrincipalKind) => items.filter((entity) => entity.kind === kind);
    return {
      PolicyGroups: ofKind('group').map(({ name, id }) => ({ GroupName: name, GroupId: id })),
      PolicyUsers: ofKind('user').map(({ name, id }) => ({ UserName: name, UserId: id })),
      PolicyRoles: ofKind('role').map(({ name, id }) => ({ RoleName: name, RoleId: id })),
      ...more,
    };
  }),
);

const ENTITY_TYPES: Record<PrincipalKind, EntityType> = { role: 'Role', user: 'User', group: 'Group' };

/** No policy is used as a permissions boundary: Hearth refuses to set one. */
function isWanted({ kind, path }: PrincipalRow, input: ListEntitiesForPolicyCommandInput): boolean {
  if (input.PolicyUsageFilter === 'PermissionsBoundary') return false;
  if (input.EntityFilter !== undefined && input.EntityFilter !== ENTITY_TYPES[kind]) return false;
  return path.startsWith(input.PathPrefix ?? '/');
}
