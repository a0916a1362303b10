import type { Group, Policy, PolicyVersion, Role, User } from '@aws-sdk/client-iam';
import type { AwsManagedPolicy } from './rules/aws-managed-policies.ts';
import { encodeDocument, seconds } from './rules/documents.ts';
import type { PlainTag } from './rules/tags.ts';
import type { PolicyRow, PolicyVersionRow, PrincipalRow, TagRow } from './tables.ts';

/** What every answer says about a role; GetRole adds its tags and its last use. */
export function roleOutput(row: PrincipalRow): Role {
  return {
    Path: row.path,
    RoleName: row.name,
    RoleId: row.id,
    Arn: row.arn,
    CreateDate: seconds(row.createdAt),
    AssumeRolePolicyDocument: encodeDocument(row.trustPolicy!),
    ...(row.description === null ? {} : { Description: row.description }),
    MaxSessionDuration: row.maxSessionSeconds!,
  };
}

/** `RoleLastUsed` is empty for a role that was never used. */
export function lastUsedOutput(row: PrincipalRow): Role {
  const used = row.lastUsedAt === null ? {} : { LastUsedDate: seconds(row.lastUsedAt), Region: row.lastUsedRegion! };
  return { ...roleOutput(row), RoleLastUsed: used };
}

export function userOutput(row: PrincipalRow): User {
  return { Path: row.path, UserName: row.name, UserId: row.id, Arn: row.arn, CreateDate: seconds(row.createdAt) };
}

export function groupOutput(row: PrincipalRow): Group {
  return { Path: row.path, GroupName: row.name, GroupId: row.id, Arn: row.arn, CreateDate: seconds(row.createdAt) };
}

/** No `Tags` at all when there are none. */
export function tagsOutput(tags: readonly TagRow[] | readonly PlainTag[]): { Tags?: PlainTag[] } {
  const plain = tags.map((tag) => ('Key' in tag ? tag : { Key: tag.key, Value: tag.value }));
  return plain.length === 0 ? {} : { Tags: plain };
}

export function policyOutput(row: PolicyRow, attachmentCount: number): Policy {
  return {
    PolicyName: row.name,
    PolicyId: row.id,
    Arn: row.arn,
    Path: row.path,
    DefaultVersionId: `v${row.defaultVersion}`,
    AttachmentCount: attachmentCount,
    PermissionsBoundaryUsageCount: 0,
    IsAttachable: true,
    CreateDate: seconds(row.createdAt),
    UpdateDate: seconds(row.updatedAt),
  };
}

export function awsPolicyOutput(policy: AwsManagedPolicy, attachmentCount: number): Policy {
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: `v${policy.version}`,
    AttachmentCount: attachmentCount,
    PermissionsBoundaryUsageCount: 0,
    IsAttachable: true,
    CreateDate: policy.createdAt,
    UpdateDate: policy.updatedAt,
  };
}

/** Lists leave the document out. */
export function versionOutput(row: PolicyVersionRow, defaultVersion: number): PolicyVersion {
  return {
    VersionId: `v${row.version}`,
    IsDefaultVersion: row.version === defaultVersion,
    CreateDate: seconds(row.createdAt),
  };
}

export function awsVersionOutput(policy: AwsManagedPolicy): PolicyVersion {
  return { VersionId: `v${policy.version}`, IsDefaultVersion: true, CreateDate: policy.updatedAt };
}
