import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { crc32c } from './crc32c.ts';
import { Crc64Nvme } from './crc64-nvme.ts';

/** A checksum under way. `digest` gives the bytes that AWS's headers carry in base64. */
export interface Checksum {
  update(bytes: Uint8Array): void;
  digest(): Buffer;
}

export type ChecksumAlgorithm = keyof typeof ALGORITHMS;

/** By the name in `x-amz-checksum-{name}`. */
const ALGORITHMS = {
  crc32: () => thirtyTwoBits((bytes, crc) => crc32(bytes, crc)),
  crc32c: () => thirtyTwoBits(crc32c),
  crc64nvme: () => new Crc64Nvme(),
  sha1: () => hashing('sha1'),
  sha256: () => hashing('sha256'),
} as const satisfies Record<string, () => Checksum>;

/** The algorithm of a header `x-amz-checksum-crc32`; null when it names none that AWS has. */
export function checksumAlgorithm(header: string): ChecksumAlgorithm | null {
  const name = header.replace(/^x-amz-checksum-/, '');
  return name !== header && Object.hasOwn(ALGORITHMS, name) ? (name as ChecksumAlgorithm) : null;
}

export function startChecksum(algorithm: ChecksumAlgorithm): Checksum {
  return ALGORITHMS[algorithm]();
}

function thirtyTwoBits(update: (bytes: Uint8Array, crc: number) => number): Checksum {
  let crc = 0;
  return {
    update: (bytes) => void (crc = update(bytes, crc)),
    digest() {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(crc);
      return bytes;
    },
  };
}

function hashing(name: 'sha1' | 'sha256'): Checksum {
  const hash = createHash(name);
  return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest() };
}
