import type { Credentials } from '@aws-sdk/client-sts';
import type { SessionClaims } from '../../kernel/sessions.ts';
import type { StsCall } from './operation.ts';

/** Credentials keep wall time, as the signatures made with them do. Expiry has second precision. */
export function issueCredentials(
  call: StsCall,
  claims: Omit<SessionClaims, 'expiresAt'>,
  durationSeconds: number,
): Credentials {
  const expiresAt = (Math.floor(Date.now() / 1000) + durationSeconds) * 1000;
  const issued = call.host.sessions.issue({ ...claims, expiresAt });
  return {
    AccessKeyId: issued.accessKeyId,
    SecretAccessKey: issued.secretAccessKey,
    SessionToken: issued.sessionToken,
    Expiration: new Date(issued.expiresAt),
  };
}
