import { randomInt } from 'node:crypto';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** Ids of APIs and keys have 10 characters of lower-case letters and digits; those of most parts of an API have 6. */
export function newId(length: 6 | 10 | 40 = 10): string {
  return Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}
