import type { PrincipalKind } from '../tables.ts';

/** IAM user guide, "IAM and AWS STS quotas". Sizes are characters without white space. */
export const MAX_TRUST_POLICY = 2_048;
export const MAX_MANAGED_POLICY = 6_144;
export const MAX_POLICY_VERSIONS = 5;
export const MAX_ACCESS_KEYS = 2;
export const MAX_TAGS = 50;
export const MAX_GROUPS_PER_USER = 10;
/** CreateRole, MaxSessionDuration: "If you do not specify a value for this setting, the default value of one hour is applied". */
export const DEFAULT_SESSION_SECONDS = 3_600;

interface KindLimits {
  /** All inline policies of one principal together. */
  readonly inline: number;
  readonly attached: number;
  readonly attachedQuota: string;
}

export const LIMITS: Record<PrincipalKind, KindLimits> = {
  role: { inline: 10_240, attached: 10, attachedQuota: 'PoliciesPerRole' },
  user: { inline: 2_048, attached: 10, attachedQuota: 'PoliciesPerUser' },
  group: { inline: 5_120, attached: 10, attachedQuota: 'PoliciesPerGroup' },
};

/** "IAM doesn't count white space when calculating the size of a policy against these quotas" (same page). */
export function policySize(document: string): number {
  return document.replace(/\s/g, '').length;
}
