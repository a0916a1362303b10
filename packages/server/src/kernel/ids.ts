import { createHash, randomBytes, randomFillSync, randomUUID } from 'node:crypto';

export { randomUUID as uuid };

/** Asking for random bytes costs 3 us, however few: each byte of the pool is given out once. */
const pool = { bytes: Buffer.alloc(4_096), given: 4_096 };

/** For ids; whoever needs more than a pool's worth asks the system. */
export function idBytes(length: number): Buffer {
  if (length > pool.bytes.length) return randomBytes(length);
  if (pool.given + length > pool.bytes.length) {
    randomFillSync(pool.bytes);
    pool.given = 0;
  }
  const bytes = Buffer.from(pool.bytes.subarray(pool.given, pool.given + length));
  pool.given += length;
  return bytes;
}

/** `length` lower-case hexadecimal digits. */
export function hexId(length: number): string {
  return idBytes(Math.ceil(length / 2))
    .toString('hex')
    .slice(0, length);
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * An IAM unique id: a four-letter kind and 17 base-32 characters.
 * Kinds (IAM user guide, "IAM identifiers"): AROA role, AIDA user, AGPA group, ANPA policy, AKIA key, ASIA temporary key.
 */
export function iamId(kind: 'AROA' | 'AIDA' | 'AGPA' | 'ANPA' | 'AKIA' | 'ASIA', length = 17): string {
  return kind + Array.from(randomBytes(length), (byte) => BASE32[byte % 32]).join('');
}

/** Bits 7 to 46 of an access key's first 48 hold the account, as AWS's own keys have it (GetAccessKeyInfo works without a table). */
const ACCOUNT_SHIFT = 7n;
const ACCOUNT_BITS = 40;
const KEY_DIGITS = 16;

/**
 * An access key id, `AKIA…` or `ASIA…` and 16 base-32 characters, that names its account as AWS's do; what is random in it
 * follows from `seed` when one is given.
 */
export function accessKeyId(kind: 'AKIA' | 'ASIA', account: string, seed?: string): string {
  const random = seed === undefined ? randomBytes(5) : seeded(seed).subarray(0, 5);
  const head = (1n << 47n) | (BigInt(account) << ACCOUNT_SHIFT) | BigInt(random[0]! & 0x7f);
  let bits = (head << 32n) | BigInt(`0x${random.subarray(1).toString('hex')}`);
  let digits = '';
  for (; digits.length < KEY_DIGITS; bits >>= 5n) digits = BASE32[Number(bits & 31n)]! + digits;
  return kind + digits;
}

/** The account that an access key id names; null for a text that is no such id. */
export function accountOfAccessKey(id: string): string | null {
  if (!/^A[KS]IA[A-Z2-7]{16}$/.test(id)) return null;
  let bits = 0n;
  for (const digit of id.slice(4)) bits = (bits << 5n) | BigInt(BASE32.indexOf(digit));
  const account = BigInt.asUintN(ACCOUNT_BITS, bits >> (32n + ACCOUNT_SHIFT));
  return account < 10n ** 12n ? account.toString().padStart(12, '0') : null;
}

const BASE36 = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** Lower-case letters and digits as API Gateway's ids have them, at most 64: the same for the same seed. */
export function apiGatewayId(seed: string, length: number): string {
  return Array.from(seeded(seed).subarray(0, length), (byte) => BASE36[byte % BASE36.length]).join('');
}

function seeded(seed: string): Buffer {
  return createHash('sha512').update(seed).digest();
}
