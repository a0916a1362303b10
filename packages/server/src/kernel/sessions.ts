import { accessKeyId as newAccessKeyId } from './ids.ts';
import type { Sealer } from './sealer.ts';

/** Who a temporary credential speaks for: the claims inside its session token. */
export interface SessionClaims {
  readonly account: string;
  /** `arn:aws:sts::123456789012:assumed-role/role/session`, or a federated user's. */
  readonly arn: string;
  /** `AROA…:session`. */
  readonly userId: string;
  /** The role's own ARN; absent for GetSessionToken and federated users. */
  readonly roleArn?: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  /** An inline session policy, narrowing what the role may do. */
  readonly policy?: string;
  /** Session tags, `aws:PrincipalTag/…` to policies. */
  readonly tags?: Readonly<Record<string, string>>;
}

export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiresAt: number;
}

const CONTEXT = 'session-token';

/**
 * Issues and opens temporary credentials without a table: the token carries its claims sealed, the secret is derived
 * from the key id. Every node that has the key file can verify what another one issued.
 */
export class SessionIssuer {
  readonly #sealer: Sealer;

  constructor(sealer: Sealer) {
    this.#sealer = sealer;
  }

  issue(claims: SessionClaims): SessionCredentials {
    const accessKeyId = newAccessKeyId('ASIA', claims.account);
    const sealed = this.#sealer.seal(JSON.stringify({ ...claims, accessKeyId }), CONTEXT);
    return {
      accessKeyId,
      secretAccessKey: this.secretOf(accessKeyId),
      sessionToken: sealed.toString('base64'),
      expiresAt: claims.expiresAt,
    };
  }

  /** The claims of a token that we issued for `accessKeyId`; null for any other text. Expiry is the caller's to judge. */
  open(accessKeyId: string, sessionToken: string): SessionClaims | null {
    try {
      const text = this.#sealer.open(Buffer.from(sessionToken, 'base64'), CONTEXT).toString();
      const { accessKeyId: issuedTo, ...claims } = JSON.parse(text) as SessionClaims & { accessKeyId: string };
      return issuedTo === accessKeyId ? claims : null;
    } catch {
      return null;
    }
  }

  secretOf(accessKeyId: string): string {
    return this.#sealer.derive(`session-secret:${accessKeyId}`).toString('base64').slice(0, 40);
  }
}
