import { randomBytes, randomUUID } from 'node:crypto';

export { randomUUID as uuid };

/** `length` lower-case hexadecimal digits. */
export function hexId(length: number): string {
  return randomBytes(Math.ceil(length / 2)).toString('hex').slice(0, length);
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * An IAM unique id: a four-letter kind and 17 base-32 characters.
 * Kinds (IAM user guide, "IAM identifiers"): AROA role, AIDA user, ANPA policy, AKIA key, ASIA temporary key.
 */
export function iamId(kind: 'AROA' | 'AIDA' | 'ANPA' | 'AKIA' | 'ASIA', length = 17): string {
  return kind + Array.from(randomBytes(length), (byte) => BASE32[byte % 32]).join('');
}
