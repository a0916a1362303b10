import { operation } from '../operation.ts';
import {
  LIMITS,
  MAX_ACCESS_KEYS,
  MAX_GROUPS_PER_USER,
  MAX_MANAGED_POLICY,
  MAX_POLICY_VERSIONS,
  MAX_TRUST_POLICY,
} from '../rules/limits.ts';

export const GetAccountSummary = operation('GetAccountSummary', (call) =>
  call.service.store.read(call.account, async (rows) => {
    const policies = await rows.policies();
    const counts = {
      Users: (await rows.principals('user')).length,
      Groups: (await rows.principals('group')).length,
      Roles: (await rows.principals('role')).length,
      Policies: policies.length,
      PolicyVersionsInUse: await rows.countPolicyVersions(),
    };
    return { SummaryMap: { ...counts, ...QUOTAS, ...NOT_IN_HEARTH } };
  }),
);

/** The quotas that Hearth holds; it does not limit how many users, groups, roles and policies there are. */
const QUOTAS = {
  AccessKeysPerUserQuota: MAX_ACCESS_KEYS,
  AssumeRolePolicySizeQuota: MAX_TRUST_POLICY,
  AttachedPoliciesPerGroupQuota: LIMITS.group.attached,
  AttachedPoliciesPerRoleQuota: LIMITS.role.attached,
  AttachedPoliciesPerUserQuota: LIMITS.user.attached,
  GroupPolicySizeQuota: LIMITS.group.inline,
  GroupsPerUserQuota: MAX_GROUPS_PER_USER,
  PolicySizeQuota: MAX_MANAGED_POLICY,
  RolePolicySizeQuota: LIMITS.role.inline,
  UserPolicySizeQuota: LIMITS.user.inline,
  VersionsPerPolicyQuota: MAX_POLICY_VERSIONS,
};

const NOT_IN_HEARTH = {
  AccountAccessKeysPresent: 0,
  AccountMFAEnabled: 0,
  InstanceProfiles: 0,
  MFADevices: 0,
  MFADevicesInUse: 0,
  Providers: 0,
  ServerCertificates: 0,
};
