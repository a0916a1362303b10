import type { Role as IamRole } from '@aws-sdk/client-iam';
import { sameValue, type Value } from '../rules/values.ts';
import { unlessAbsent } from './mapping/absence.ts';
import { documentText } from './mapping/documents.ts';
import {
  changePolicies,
  type PolicyOperations,
  type PolicyProperties,
  policyProperties,
} from './mapping/iam-policies.ts';
import { physicalName } from './mapping/physical-name.ts';
import { defineResourceType, type ResourceContext } from './mapping/resource-type.ts';
import { integer, json, tags, text } from './mapping/schema.ts';
import { type PlainTag, tagChange, tagList } from './mapping/tagging.ts';

interface Role extends PolicyProperties {
  readonly RoleName?: string;
  readonly AssumeRolePolicyDocument: Value;
  readonly Path?: string;
  readonly Description?: string;
  readonly MaxSessionDuration?: number;
  readonly PermissionsBoundary?: string;
  readonly Tags?: readonly PlainTag[];
}

const DEFAULT_SESSION_SECONDS = 3600;

export const role = defineResourceType<Role>({
  name: 'AWS::IAM::Role',
  properties: {
    ...policyProperties,
    RoleName: text,
    AssumeRolePolicyDocument: json,
    Path: text,
    Description: text,
    MaxSessionDuration: integer,
    PermissionsBoundary: text,
    Tags: tags,
  },
  required: ['AssumeRolePolicyDocument'],
  replacedBy: ['RoleName', 'Path'],
  nameProperty: 'RoleName',
  attributes: ['Arn', 'RoleId'],
  async find(context, properties) {
    const found = await unlessAbsent(() => context.aws.iam.GetRole({ RoleName: nameOf(context, properties) }));
    return found?.Role?.RoleName ?? null;
  },
  async create(context, properties) {
    const { AssumeRolePolicyDocument, Path, Description, MaxSessionDuration, PermissionsBoundary, Tags } = properties;
    const { Role: created } = await context.aws.iam.CreateRole({
      RoleName: nameOf(context, properties),
      AssumeRolePolicyDocument: documentText(AssumeRolePolicyDocument),
      ...(Path !== undefined && { Path }),
      ...(Description !== undefined && { Description }),
      ...(MaxSessionDuration !== undefined && { MaxSessionDuration }),
      ...(PermissionsBoundary !== undefined && { PermissionsBoundary }),
      ...(Tags && { Tags: [...Tags] }),
    });
    await context.created(created!.RoleName!);
    await changePolicies(policyOperations(context, created!.RoleName!), {}, properties);
    return made(created!);
  },
  async update(context, { physicalId: RoleName, properties }, next) {
    const { iam } = context.aws;
    if (!sameValue(properties.AssumeRolePolicyDocument, next.AssumeRolePolicyDocument)) {
      await iam.UpdateAssumeRolePolicy({ RoleName, PolicyDocument: documentText(next.AssumeRolePolicyDocument) });
    }
    await iam.UpdateRole({
      RoleName,
      Description: next.Description ?? '',
      MaxSessionDuration: next.MaxSessionDuration ?? DEFAULT_SESSION_SECONDS,
    });
    await changePolicies(policyOperations(context, RoleName), properties, next);
    const { set, removed } = tagChange(properties.Tags, next.Tags);
    if (Object.keys(set).length > 0) await iam.TagRole({ RoleName, Tags: tagList(set) });
    if (removed.length > 0) await iam.UntagRole({ RoleName, TagKeys: removed });
    return made((await iam.GetRole({ RoleName })).Role!);
  },
  async delete(context, { physicalId: RoleName, properties }) {
    await unlessAbsent(async () => {
      // What others added keeps it from being deleted, as on AWS.
      await changePolicies(policyOperations(context, RoleName), properties, {});
      await context.aws.iam.DeleteRole({ RoleName });
    });
  },
});

function nameOf(context: ResourceContext, { RoleName }: Role): string {
  return RoleName ?? physicalName(context, 64);
}

function made({ RoleName, Arn, RoleId }: IamRole) {
  return { physicalId: RoleName!, attributes: { Arn: Arn!, RoleId: RoleId! } };
}

function policyOperations({ aws: { iam } }: ResourceContext, RoleName: string): PolicyOperations {
  return {
    put: (PolicyName, PolicyDocument) => iam.PutRolePolicy({ RoleName, PolicyName, PolicyDocument }),
    remove: (PolicyName) => unlessAbsent(() => iam.DeleteRolePolicy({ RoleName, PolicyName })),
    attach: (PolicyArn) => iam.AttachRolePolicy({ RoleName, PolicyArn }),
    detach: (PolicyArn) => unlessAbsent(() => iam.DetachRolePolicy({ RoleName, PolicyArn })),
  };
}
