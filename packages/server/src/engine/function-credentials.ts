import { createHash } from 'node:crypto';
import type { FunctionSpec } from './engine.ts';
import { parseArn } from '../kernel/arn.ts';
import type { SessionIssuer } from '../kernel/sessions.ts';

/** As on AWS, an environment's credentials outlive it: it is ended before they are (AWS gives about 12 hours). */
const LIFETIME_MS = 12 * 60 * 60 * 1000;

/** STS wants at least two characters in a session name; AWS appends this to a one-letter function's (recorded). */
const ONE_LETTER_SUFFIX = '@lambda_function';

/** The role's temporary credentials, as variables for a new environment: the session is named after the function. */
export function functionCredentials(
  sessions: SessionIssuer,
  spec: FunctionSpec,
  now = Date.now(),
): Record<string, string> {
  const role = parseArn(spec.role);
  const roleName = role?.resource.split('/').at(-1) ?? 'unknown';
  const session = spec.functionName.length === 1 ? spec.functionName + ONE_LETTER_SUFFIX : spec.functionName;
  const account = role?.account || spec.account;
  const issued = sessions.issue({
    account,
    arn: `arn:aws:sts::${account}:assumed-role/${roleName}/${session}`,
    userId: `${roleIdOf(spec.role)}:${session}`,
    roleArn: spec.role,
    expiresAt: now + LIFETIME_MS,
  });
  return {
    AWS_ACCESS_KEY_ID: issued.accessKeyId,
    AWS_SECRET_ACCESS_KEY: issued.secretAccessKey,
    AWS_SESSION_TOKEN: issued.sessionToken,
  };
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A role need not exist on loopback, so the id is made from its ARN: always the same one. */
function roleIdOf(arn: string): string {
  const digest = createHash('sha256').update(arn).digest();
  return `AROA${Array.from(digest.subarray(0, 17), (byte) => BASE32[byte % 32]).join('')}`;
}
