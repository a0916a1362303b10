import type { SessionIssuer } from '../kernel/sessions.ts';
import { RecentlyUsed } from '../protocol/sigv4/recently-used.ts';
import type { Principal } from '../services/service.ts';

export type Identity = Extract<Principal, { readonly kind: 'identity' }>;

/** A credential that Hearth issued. */
export interface IssuedCredential {
  readonly secretAccessKey: string;
  readonly principal: Identity;
  /** False: its user switched it off. */
  readonly active: boolean;
  /** Epoch milliseconds; absent for keys that last. */
  readonly expiresAt?: number;
  /** Of a role's session. */
  readonly roleArn?: string;
}

/** Knows the credentials that Hearth issued, and no others. */
export interface CredentialSource {
  /** Null for a key that is not ours, or that does not belong to the token. */
  find(
    accessKeyId: string,
    sessionToken: string | undefined,
  ): IssuedCredential | null | Promise<IssuedCredential | null>;
}

/** A user's long-term key, as IAM keeps it. */
export interface AccessKey {
  readonly account: string;
  readonly userArn: string;
  readonly userId: string;
  readonly secretAccessKey: string;
  readonly active: boolean;
}

/** Opening a session token and deriving its secret takes 60 us; a function's environments call with the same ones. */
const KEPT_SESSIONS = 256;

/**
 * Session credentials (`ASIA…`) carry their claims in the token; long-term keys (`AKIA…`) are looked up. Whatever does
 * not look like either (`test`, an account number) is answered at once: it is what every SDK call on loopback carries.
 */
export function issuedCredentials(
  sessions: SessionIssuer,
  findAccessKey: (accessKeyId: string) => Promise<AccessKey | null>,
): CredentialSource {
  const opened = new RecentlyUsed<IssuedCredential | null>(KEPT_SESSIONS);
  return {
    find(accessKeyId, sessionToken) {
      if (!/^A[KS]IA[A-Z2-7]{16}$/.test(accessKeyId)) return null;
      if (sessionToken === undefined)
        return accessKeyId.startsWith('AKIA') ? findAccessKey(accessKeyId).then(longTermCredential) : null;
      return opened.get(`${accessKeyId}\n${sessionToken}`, () =>
        sessionCredential(sessions, accessKeyId, sessionToken),
      );
    },
  };
}

function sessionCredential(
  sessions: SessionIssuer,
  accessKeyId: string,
  sessionToken: string,
): IssuedCredential | null {
  const claims = sessions.open(accessKeyId, sessionToken);
  if (!claims) return null;
  const { account, arn, userId, policy, expiresAt, roleArn } = claims;
  const principal: Identity = {
    kind: 'identity',
    account,
    arn,
    userId,
    ...(policy === undefined ? {} : { sessionPolicy: policy }),
  };
  return {
    secretAccessKey: sessions.secretOf(accessKeyId),
    principal,
    active: true,
    expiresAt,
    ...(roleArn === undefined ? {} : { roleArn }),
  };
}

function longTermCredential(key: AccessKey | null): IssuedCredential | null {
  if (!key) return null;
  const { account, userArn, userId, secretAccessKey, active } = key;
  return { secretAccessKey, active, principal: { kind: 'identity', account, arn: userArn, userId } };
}
