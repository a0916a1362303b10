import type { Value } from '../rules/values.ts';
import { unlessAbsent } from './mapping/absence.ts';
import { documentText } from './mapping/documents.ts';
import { physicalName } from './mapping/physical-name.ts';
import { defineResourceType, type ResourceContext } from './mapping/resource-type.ts';
import { json, list, text } from './mapping/schema.ts';

interface Policy {
  readonly PolicyName: string;
  readonly PolicyDocument: Value;
  readonly Roles?: readonly string[];
  readonly Users?: readonly string[];
  readonly Groups?: readonly string[];
}

/** One inline policy in any number of roles, users and groups. Setting it twice is setting it once. */
export const iamPolicy = defineResourceType<Policy>({
  name: 'AWS::IAM::Policy',
  properties: { PolicyName: text, PolicyDocument: json, Roles: list(text), Users: list(text), Groups: list(text) },
  required: ['PolicyName', 'PolicyDocument'],
  replacedBy: ['PolicyName'],
  attributes: ['Id'],
  resumable: true,
  find: (context) => Promise.resolve(physicalName(context, 128)),
  async create(context, properties) {
    await put(context, properties);
    const physicalId = physicalName(context, 128);
    return { physicalId, attributes: { Id: physicalId } };
  },
  async update(context, { physicalId, properties }, next) {
    await put(context, next);
    const gone = (kind: 'Roles' | 'Users' | 'Groups') =>
      properties[kind]?.filter((it) => !next[kind]?.includes(it)) ?? [];
    await remove(context, { ...properties, Roles: gone('Roles'), Users: gone('Users'), Groups: gone('Groups') });
    return { physicalId, attributes: { Id: physicalId } };
  },
  async delete(context, { properties }) {
    await remove(context, properties);
  },
});

async function put({ aws: { iam } }: ResourceContext, policy: Policy): Promise<void> {
  const { PolicyName, Roles = [], Users = [], Groups = [] } = policy;
  const PolicyDocument = documentText(policy.PolicyDocument);
  for (const RoleName of Roles) await iam.PutRolePolicy({ RoleName, PolicyName, PolicyDocument });
  for (const UserName of Users) await iam.PutUserPolicy({ UserName, PolicyName, PolicyDocument });
  for (const GroupName of Groups) await iam.PutGroupPolicy({ GroupName, PolicyName, PolicyDocument });
}

async function remove({ aws: { iam } }: ResourceContext, policy: Policy): Promise<void> {
  const { PolicyName, Roles = [], Users = [], Groups = [] } = policy;
  for (const RoleName of Roles) await unlessAbsent(() => iam.DeleteRolePolicy({ RoleName, PolicyName }));
  for (const UserName of Users) await unlessAbsent(() => iam.DeleteUserPolicy({ UserName, PolicyName }));
  for (const GroupName of Groups) await unlessAbsent(() => iam.DeleteGroupPolicy({ GroupName, PolicyName }));
}
