import { unlessAbsent } from './mapping/absence.ts';
import {
  changePolicies,
  type PolicyOperations,
  type PolicyProperties,
  policyProperties,
} from './mapping/iam-policies.ts';
import { physicalName } from './mapping/physical-name.ts';
import { defineResourceType, type ResourceContext } from './mapping/resource-type.ts';
import { list, tags, text } from './mapping/schema.ts';
import { type PlainTag, tagChange, tagList } from './mapping/tagging.ts';

interface User extends PolicyProperties {
  readonly UserName?: string;
  readonly Path?: string;
  readonly Groups?: readonly string[];
  readonly PermissionsBoundary?: string;
  readonly Tags?: readonly PlainTag[];
}

export const user = defineResourceType<User>({
  name: 'AWS::IAM::User',
  properties: {
    ...policyProperties,
    UserName: text,
    Path: text,
    Groups: list(text),
    PermissionsBoundary: text,
    Tags: tags,
  },
  required: [],
  replacedBy: ['UserName', 'Path', 'PermissionsBoundary'],
  nameProperty: 'UserName',
  attributes: ['Arn'],
  async find(context, { UserName = physicalName(context, 64) }) {
    return (await unlessAbsent(() => context.aws.iam.GetUser({ UserName })))?.User?.UserName ?? null;
  },
  async create(context, properties) {
    const { UserName = physicalName(context, 64), Path, PermissionsBoundary, Tags } = properties;
    const { User: created } = await context.aws.iam.CreateUser({
      UserName,
      ...(Path !== undefined && { Path }),
      ...(PermissionsBoundary !== undefined && { PermissionsBoundary }),
      ...(Tags && { Tags: [...Tags] }),
    });
    await context.created(UserName);
    await changePolicies(policyOperations(context, UserName), {}, properties);
    await changeGroups(context, UserName, [], properties.Groups ?? []);
    return { physicalId: UserName, attributes: { Arn: created!.Arn! } };
  },
  async update(context, { physicalId: UserName, attributes, properties }, next) {
    const { iam } = context.aws;
    await changePolicies(policyOperations(context, UserName), properties, next);
    await changeGroups(context, UserName, properties.Groups ?? [], next.Groups ?? []);
    const { set, removed } = tagChange(properties.Tags, next.Tags);
    if (Object.keys(set).length > 0) await iam.TagUser({ UserName, Tags: tagList(set) });
    if (removed.length > 0) await iam.UntagUser({ UserName, TagKeys: removed });
    return { physicalId: UserName, attributes };
  },
  async delete(context, { physicalId: UserName, properties }) {
    await unlessAbsent(async () => {
      await changePolicies(policyOperations(context, UserName), properties, {});
      await changeGroups(context, UserName, properties.Groups ?? [], []);
      await context.aws.iam.DeleteUser({ UserName });
    });
  },
});

async function changeGroups(
  { aws: { iam } }: ResourceContext,
  UserName: string,
  before: readonly string[],
  after: readonly string[],
): Promise<void> {
  for (const GroupName of after) await iam.AddUserToGroup({ UserName, GroupName });
  for (const GroupName of before) {
    if (!after.includes(GroupName)) await unlessAbsent(() => iam.RemoveUserFromGroup({ UserName, GroupName }));
  }
}

function policyOperations({ aws: { iam } }: ResourceContext, UserName: string): PolicyOperations {
  return {
    put: (PolicyName, PolicyDocument) => iam.PutUserPolicy({ UserName, PolicyName, PolicyDocument }),
    remove: (PolicyName) => unlessAbsent(() => iam.DeleteUserPolicy({ UserName, PolicyName })),
    attach: (PolicyArn) => iam.AttachUserPolicy({ UserName, PolicyArn }),
    detach: (PolicyArn) => unlessAbsent(() => iam.DetachUserPolicy({ UserName, PolicyArn })),
  };
}
