/** Rows as IAM keeps them. Times are epoch milliseconds; `nameKey` is the name in lower case (IAM names are unique whatever their case). */
export interface IamTables {
  iamPrincipals: PrincipalRow & Owned;
  iamTags: TagRow & Owned;
  iamInlinePolicies: InlinePolicyRow & Owned;
  iamAttachments: AttachmentRow & Owned;
  iamPolicies: PolicyRow & Owned;
  iamPolicyVersions: PolicyVersionRow & Owned;
  iamAccessKeys: AccessKeyRow & Owned;
  iamMemberships: MembershipRow & Owned;
  iamAccountAliases: AliasRow & Owned;
}

export interface Owned {
  account: string;
}

export type PrincipalKind = 'role' | 'user' | 'group';

export interface PrincipalRow {
  kind: PrincipalKind;
  nameKey: string;
  name: string;
  /** `AROA…`, `AIDA…`, `AGPA…`. */
  id: string;
  arn: string;
  path: string;
  createdAt: number;
  /** Roles only, as are the next four. */
  description: string | null;
  trustPolicy: string | null;
  maxSessionSeconds: number | null;
  lastUsedAt: number | null;
  lastUsedRegion: string | null;
}

export interface TagRow {
  /** The unique id of a role, user or policy. */
  ownerId: string;
  keyFold: string;
  key: string;
  value: string;
}

export interface InlinePolicyRow {
  principalId: string;
  name: string;
  document: string;
}

export interface AttachmentRow {
  principalId: string;
  policyArn: string;
  policyName: string;
}

export interface PolicyRow {
  nameKey: string;
  name: string;
  id: string;
  arn: string;
  path: string;
  description: string | null;
  createdAt: number;
  updatedAt: number;
  defaultVersion: number;
  /** The number of the version created last; numbers are never used again. */
  latestVersion: number;
}

export interface PolicyVersionRow {
  policyId: string;
  version: number;
  document: string;
  createdAt: number;
}

export interface AccessKeyRow {
  accessKeyId: string;
  userId: string;
  status: 'Active' | 'Inactive';
  /** Sealed with the access key id as context. */
  secret: Uint8Array;
  createdAt: number;
  lastUsedAt: number | null;
  lastUsedService: string | null;
  lastUsedRegion: string | null;
}

export interface MembershipRow {
  groupId: string;
  userId: string;
}

export interface AliasRow {
  alias: string;
}
