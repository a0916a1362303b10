import { createHash } from 'node:crypto';

/** The canonical user id that stands for an account in ACLs and listings: 64 hexadecimal digits, always the same ones. */
export function canonicalId(account: string): string {
  return createHash('sha256').update(`s3-canonical-user:${account}`).digest('hex');
}

export function ownerOf(account: string): { ID: string } {
  return { ID: canonicalId(account) };
}

/** The grant that a private bucket or object has: everything, to its owner. */
export function privateGrants(account: string) {
  return [{ Grantee: { ...ownerOf(account), Type: 'CanonicalUser' as const }, Permission: 'FULL_CONTROL' as const }];
}
