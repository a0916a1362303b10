export type CrcAlgorithm = keyof typeof CRCS;

export interface PieceChecksum {
  /** Base 64. */
  readonly value: string;
  /** Bytes. */
  readonly size: number;
}

/** Reflected polynomials; CRC-64/NVME as in the NVM Express specification. */
const CRCS = {
  CRC32: { bits: 32, polynomial: 0xedb88320n },
  CRC32C: { bits: 32, polynomial: 0x82f63b78n },
  CRC64NVME: { bits: 64, polynomial: 0x9a6c9329ac4bc9b5n },
} as const satisfies Record<string, { readonly bits: number; readonly polynomial: bigint }>;

export function isCrc(algorithm: string): algorithm is CrcAlgorithm {
  return Object.hasOwn(CRCS, algorithm);
}

/**
 * The CRC of pieces put together, from theirs alone: crc(AB) = crc(A) * x^(8|B|) + crc(B) in GF(2)[x] modulo the
 * polynomial (zlib's crc32_combine). Values in base 64.
 */
export function combineCrcs(algorithm: CrcAlgorithm, parts: readonly PieceChecksum[]): string {
  const { bits, polynomial } = CRCS[algorithm];
  const powers = new Map<number, bigint>();
  let crc = 0n;
  for (const { value, size } of parts) {
    let power = powers.get(size);
    if (power === undefined) powers.set(size, (power = powerOfX(BigInt(size) * 8n, bits, polynomial)));
    crc = multiply(crc, power, bits, polynomial) ^ BigInt(`0x${Buffer.from(value, 'base64').toString('hex')}`);
  }
  return Buffer.from(crc.toString(16).padStart(bits / 4, '0'), 'hex').toString('base64');
}

/** x^exponent; the coefficient of x^0 is the highest bit, as the values are reflected. */
function powerOfX(exponent: bigint, bits: number, polynomial: bigint): bigint {
  let result = 1n << BigInt(bits - 1);
  let square = 1n << BigInt(bits - 2);
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = multiply(result, square, bits, polynomial);
    square = multiply(square, square, bits, polynomial);
  }
  return result;
}

function multiply(a: bigint, b: bigint, bits: number, polynomial: bigint): bigint {
  let product = 0n;
  let term = b;
  for (let bit = 1n << BigInt(bits - 1); bit > 0n; bit >>= 1n) {
    if (a & bit) product ^= term;
    term = term & 1n ? (term >> 1n) ^ polynomial : term >> 1n;
  }
  return product;
}
