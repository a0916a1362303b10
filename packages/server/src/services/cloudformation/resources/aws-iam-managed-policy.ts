import { sameValue, type Value } from '../rules/values.ts';
import { unlessAbsent } from './mapping/absence.ts';
import { documentText } from './mapping/documents.ts';
import { physicalName } from './mapping/physical-name.ts';
import { defineResourceType, type ResourceContext } from './mapping/resource-type.ts';
import { json, list, tags, text } from './mapping/schema.ts';
import { type PlainTag, tagChange, tagList } from './mapping/tagging.ts';

interface ManagedPolicy {
  readonly ManagedPolicyName?: string;
  readonly PolicyDocument: Value;
  readonly Description?: string;
  readonly Path?: string;
  readonly Roles?: readonly string[];
  readonly Users?: readonly string[];
  readonly Groups?: readonly string[];
  readonly Tags?: readonly PlainTag[];
}

type Holders = Pick<ManagedPolicy, 'Roles' | 'Users' | 'Groups'>;

export const managedPolicy = defineResourceType<ManagedPolicy>({
  name: 'AWS::IAM::ManagedPolicy',
  properties: {
    ManagedPolicyName: text,
    PolicyDocument: json,
    Description: text,
    Path: text,
    Roles: list(text),
    Users: list(text),
    Groups: list(text),
    Tags: tags,
  },
  required: ['PolicyDocument'],
  replacedBy: ['ManagedPolicyName', 'Description', 'Path'],
  nameProperty: 'ManagedPolicyName',
  attributes: [
    'PolicyArn',
    'PolicyId',
    'AttachmentCount',
    'CreateDate',
    'DefaultVersionId',
    'IsAttachable',
    'PermissionsBoundaryUsageCount',
    'UpdateDate',
  ],
  async find(context, { ManagedPolicyName = physicalName(context, 128), Path = '/' }) {
    const PolicyArn = `arn:aws:iam::${context.account}:policy${Path}${ManagedPolicyName}`;
    return (await unlessAbsent(() => context.aws.iam.GetPolicy({ PolicyArn })))?.Policy?.Arn ?? null;
  },
  async create(context, properties) {
    const { ManagedPolicyName = physicalName(context, 128), PolicyDocument, Description, Path, Tags } = properties;
    const { Policy } = await context.aws.iam.CreatePolicy({
      PolicyName: ManagedPolicyName,
      PolicyDocument: documentText(PolicyDocument),
      ...(Description !== undefined && { Description }),
      ...(Path !== undefined && { Path }),
      ...(Tags && { Tags: [...Tags] }),
    });
    await context.created(Policy!.Arn!);
    await attach(context, Policy!.Arn!, properties);
    return made(context, Policy!.Arn!);
  },
  async update(context, { physicalId: PolicyArn, properties }, next) {
    const { iam } = context.aws;
    if (!sameValue(properties.PolicyDocument, next.PolicyDocument)) {
      await makeRoom(context, PolicyArn);
      const PolicyDocument = documentText(next.PolicyDocument);
      await iam.CreatePolicyVersion({ PolicyArn, PolicyDocument, SetAsDefault: true });
    }
    await attach(context, PolicyArn, next);
    const gone = (kind: keyof Holders) => properties[kind]?.filter((it) => !next[kind]?.includes(it)) ?? [];
    await detach(context, PolicyArn, { Roles: gone('Roles'), Users: gone('Users'), Groups: gone('Groups') });
    const { set, removed } = tagChange(properties.Tags, next.Tags);
    if (Object.keys(set).length > 0) await iam.TagPolicy({ PolicyArn, Tags: tagList(set) });
    if (removed.length > 0) await iam.UntagPolicy({ PolicyArn, TagKeys: removed });
    return made(context, PolicyArn);
  },
  async delete(context, { physicalId: PolicyArn, properties }) {
    await detach(context, PolicyArn, properties);
    await unlessAbsent(async () => {
      for (const VersionId of await otherVersions(context, PolicyArn)) {
        await context.aws.iam.DeletePolicyVersion({ PolicyArn, VersionId });
      }
      await context.aws.iam.DeletePolicy({ PolicyArn });
    });
  },
});

/** A policy has five versions at most (IAM quotas): the oldest gives way. */
const MOST_VERSIONS = 5;

async function makeRoom(context: ResourceContext, PolicyArn: string): Promise<void> {
  const others = await otherVersions(context, PolicyArn);
  const oldest = others.at(-1);
  if (others.length + 1 < MOST_VERSIONS || oldest === undefined) return;
  await context.aws.iam.DeletePolicyVersion({ PolicyArn, VersionId: oldest });
}

/** Newest first, without the default one. */
async function otherVersions({ aws: { iam } }: ResourceContext, PolicyArn: string): Promise<string[]> {
  const { Versions = [] } = await iam.ListPolicyVersions({ PolicyArn });
  const others = Versions.filter(({ IsDefaultVersion }) => !IsDefaultVersion).map(({ VersionId }) => VersionId!);
  return others.toSorted((left, right) => Number(right.slice(1)) - Number(left.slice(1)));
}

async function made({ aws: { iam } }: ResourceContext, PolicyArn: string) {
  const policy = (await iam.GetPolicy({ PolicyArn })).Policy!;
  return {
    physicalId: PolicyArn,
    attributes: {
      PolicyArn,
      PolicyId: policy.PolicyId!,
      AttachmentCount: policy.AttachmentCount ?? 0,
      CreateDate: policy.CreateDate!.toISOString(),
      DefaultVersionId: policy.DefaultVersionId!,
      IsAttachable: policy.IsAttachable ?? true,
      PermissionsBoundaryUsageCount: policy.PermissionsBoundaryUsageCount ?? 0,
      UpdateDate: policy.UpdateDate!.toISOString(),
    },
  };
}

async function attach({ aws: { iam } }: ResourceContext, PolicyArn: string, holders: Holders): Promise<void> {
  const { Roles = [], Users = [], Groups = [] } = holders;
  for (const RoleName of Roles) await iam.AttachRolePolicy({ RoleName, PolicyArn });
  for (const UserName of Users) await iam.AttachUserPolicy({ UserName, PolicyArn });
  for (const GroupName of Groups) await iam.AttachGroupPolicy({ GroupName, PolicyArn });
}

async function detach({ aws: { iam } }: ResourceContext, PolicyArn: string, holders: Holders): Promise<void> {
  const { Roles = [], Users = [], Groups = [] } = holders;
  for (const RoleName of Roles) await unlessAbsent(() => iam.DetachRolePolicy({ RoleName, PolicyArn }));
  for (const UserName of Users) await unlessAbsent(() => iam.DetachUserPolicy({ UserName, PolicyArn }));
  for (const GroupName of Groups) await unlessAbsent(() => iam.DetachGroupPolicy({ GroupName, PolicyArn }));
}
