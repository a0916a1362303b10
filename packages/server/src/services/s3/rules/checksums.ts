import { notImplemented } from '../../../kernel/errors.ts';
import {
  type Checksum,
  type ChecksumAlgorithm as Supported,
  startChecksum,
} from '../../../protocol/aws-chunked/checksums/checksum.ts';
import { badDigest, invalidRequest } from '../errors.ts';
import { combineCrcs, isCrc, type PieceChecksum } from './crc-combine.ts';

/** As the API spells it. */
export type Algorithm = 'CRC32' | 'CRC32C' | 'CRC64NVME' | 'SHA1' | 'SHA256';
export type ChecksumType = 'COMPOSITE' | 'FULL_OBJECT';
export type ChecksumMembers = { readonly [Name in Algorithm as `Checksum${Name}`]?: string | undefined };

const ALGORITHMS: readonly Algorithm[] = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'];
const DIGEST_BYTES: Readonly<Record<Algorithm, number>> = { CRC32: 4, CRC32C: 4, CRC64NVME: 8, SHA1: 20, SHA256: 32 };

/** What S3 computes when the client sends nothing (since December 2024). */
export const DEFAULT_ALGORITHM: Algorithm = 'CRC64NVME';

/** Members of algorithms that no SDK sends on its own. */
export const UNSUPPORTED_CHECKSUMS = [
  'ChecksumSHA512',
  'ChecksumMD5',
  'ChecksumXXHASH64',
  'ChecksumXXHASH3',
  'ChecksumXXHASH128',
] as const;

export interface StoredChecksum {
  readonly algorithm: Algorithm;
  readonly type: ChecksumType;
  /** Base 64; composite ones end with `-` and the number of parts. */
  readonly value: string;
}

export function asAlgorithm(name: string): Algorithm {
  const found = ALGORITHMS.find((algorithm) => algorithm === name);
  if (!found) throw notImplemented(`checksums of the algorithm ${name}`);
  return found;
}

/** The one checksum that a request states. Throws InvalidRequest for several and for what is none. */
export function statedChecksum(
  members: ChecksumMembers,
): { readonly algorithm: Algorithm; readonly value: string } | null {
  const stated = ALGORITHMS.filter((algorithm) => members[`Checksum${algorithm}`] !== undefined);
  if (stated.length > 1)
    throw invalidRequest('Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.');
  const [algorithm] = stated;
  if (!algorithm) return null;
  const value = members[`Checksum${algorithm}`]!;
  return { algorithm, value };
}

/** Throws InvalidRequest for a value that cannot be the algorithm's. */
export function checkStatedValue(algorithm: Algorithm, value: string): void {
  const bytes = Buffer.from(value, 'base64');
  if (bytes.length !== DIGEST_BYTES[algorithm] || bytes.toString('base64') !== value) {
    throw invalidRequest(`Value for x-amz-checksum-${algorithm.toLowerCase()} header is invalid.`);
  }
}

export function startDigest(algorithm: Algorithm): Checksum {
  return startChecksum(algorithm.toLowerCase() as Supported);
}

export function wrongChecksum(algorithm: Algorithm): Error {
  return badDigest(algorithm);
}

/** `{ ChecksumCRC32: 'AAAAAA==', ChecksumType: 'FULL_OBJECT' }`, as outputs have it. */
export function checksumMembers(checksum: StoredChecksum | null): ChecksumMembers & { ChecksumType?: ChecksumType } {
  return checksum ? { [`Checksum${checksum.algorithm}`]: checksum.value, ChecksumType: checksum.type } : {};
}

/** The type of an upload's checksum when it does not say (S3 user guide, "Checking object integrity"). */
export function defaultType(algorithm: Algorithm): ChecksumType {
  return algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE';
}

/** Throws InvalidRequest for the combinations that S3 has not. */
export function checkType(algorithm: Algorithm, type: ChecksumType): void {
  if (type === 'FULL_OBJECT' ? !isCrc(algorithm) : algorithm === 'CRC64NVME') {
    throw invalidRequest(
      `The ${type} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
    );
  }
}

/** The checksum of an object made of parts. */
export function objectChecksum(
  algorithm: Algorithm,
  type: ChecksumType,
  parts: readonly PieceChecksum[],
): StoredChecksum {
  if (type === 'FULL_OBJECT' && isCrc(algorithm)) return { algorithm, type, value: combineCrcs(algorithm, parts) };
  const digest = startDigest(algorithm);
  for (const { value } of parts) digest.update(Buffer.from(value, 'base64'));
  return { algorithm, type, value: `${digest.digest().toString('base64')}-${parts.length}` };
}
