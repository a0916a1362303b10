import { stsError } from '../errors.ts';

/** AssumeRole, DurationSeconds: "The value specified can range from 900 seconds up to the maximum session duration set for the role". */
export const DEFAULT_ROLE_SECONDS = 3_600;
/** "Role chaining limits your … role session to a maximum of one hour" (IAM user guide, "Roles terms and concepts"). */
const MAX_CHAINED_SECONDS = 3_600;
/** GetSessionToken and GetFederationToken: 12 hours by default; "Sessions for account owners are restricted to a maximum of 3,600 seconds". */
const DEFAULT_SESSION_SECONDS = 43_200;
const MAX_ROOT_SECONDS = 3_600;

export function roleSessionSeconds(
  requested: number | undefined,
  limits: { readonly roleMaxSeconds: number; readonly chained: boolean },
): number {
  const seconds = requested ?? DEFAULT_ROLE_SECONDS;
  if (limits.chained && seconds > MAX_CHAINED_SECONDS) {
    throw stsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    );
  }
  if (seconds > limits.roleMaxSeconds) {
    throw stsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  }
  return seconds;
}

/** Root's sessions are shortened, not refused. */
export function userSessionSeconds(requested: number | undefined, root: boolean): number {
  const seconds = requested ?? DEFAULT_SESSION_SECONDS;
  return root ? Math.min(seconds, MAX_ROOT_SECONDS) : seconds;
}
