import { createHash } from 'node:crypto';
import type { Checksum } from '../../../protocol/aws-chunked/checksums/checksum.ts';
import type { WireBody } from '../../../protocol/wire.ts';
import { badDigest, entityTooLarge, invalidDigest, missingLength } from '../errors.ts';
import type { S3Call } from '../lookup.ts';
import {
  type Algorithm,
  asAlgorithm,
  type ChecksumMembers,
  checkStatedValue,
  DEFAULT_ALGORITHM,
  startDigest,
  statedChecksum,
  wrongChecksum,
} from '../rules/checksums.ts';
import { MAX_PUT_BYTES } from '../rules/limits.ts';

/** A body and what its sender says of it. */
export interface Incoming extends ChecksumMembers {
  readonly Body?: unknown;
  readonly ContentLength?: number | undefined;
  readonly ContentMD5?: string | undefined;
  readonly ChecksumAlgorithm?: string | undefined;
}

/** Bytes on disk, checked against all that was said of them. */
export interface Received {
  readonly sha256: string;
  readonly size: number;
  /** MD5, hexadecimal. */
  readonly etag: string;
  readonly algorithm: Algorithm;
  /** Base 64. */
  readonly checksum: string;
  /** In the algorithm that the sender named; base 64. */
  readonly stated: string;
}

/** Up to here a body is taken whole: one read and one write. */
const SMALL_BYTES = 128 * 1024;

/**
 * Writes a body to disk as it comes, in constant memory. `kept` is the algorithm of `checksum`, by default the sender's.
 * Throws BadDigest, InvalidDigest, EntityTooLarge …; nothing is left then, nor when the body breaks off.
 */
export async function receive(call: S3Call, incoming: Incoming, kept?: Algorithm): Promise<Received> {
  const expected = expectedOf(incoming, kept);
  const { ContentLength: length } = incoming;
  if (length !== undefined && length > MAX_PUT_BYTES) throw entityTooLarge(length, MAX_PUT_BYTES);
  const body = asBody(incoming.Body);
  if (isStream(body) && length === undefined) throw missingLength();
  const digests = new Digests(new Set([expected.kept, expected.sent]));
  const source =
    body instanceof Uint8Array ? body : body.bytes && length! <= SMALL_BYTES ? await body.bytes(SMALL_BYTES) : body;
  if (source instanceof Uint8Array) digests.update(source);
  // What was said is checked inside of the write, so that a body which is not what it should be leaves no file.
  const checked =
    source instanceof Uint8Array
      ? checkedBytes(source, () => digests.check(expected))
      : digests.over(source, () => digests.check(expected));
  const limit = { bytes: MAX_PUT_BYTES, tooLarge: () => entityTooLarge(MAX_PUT_BYTES + 1, MAX_PUT_BYTES) };
  const { sha256, size } = await call.host.blobs.put(checked, { limit });
  return { sha256, size, ...digests.results(expected) };
}

function checkedBytes(bytes: Uint8Array, check: () => void): Uint8Array {
  check();
  return bytes;
}

interface Expected {
  readonly kept: Algorithm;
  /** The sender's. */
  readonly sent: Algorithm;
  readonly stated: { readonly algorithm: Algorithm; readonly value: string } | null;
  readonly md5: string | undefined;
}

function expectedOf(incoming: Incoming, kept: Algorithm | undefined): Expected {
  const { ContentMD5: md5, ChecksumAlgorithm: named } = incoming;
  if (md5 !== undefined && (Buffer.from(md5, 'base64').length !== 16 || md5.length !== 24)) throw invalidDigest(md5);
  const stated = statedChecksum(incoming);
  if (stated) checkStatedValue(stated.algorithm, stated.value);
  const sent = stated?.algorithm ?? (named === undefined ? (kept ?? DEFAULT_ALGORITHM) : asAlgorithm(named));
  return { kept: kept ?? sent, sent, stated, md5 };
}

type StreamBody = AsyncIterable<Uint8Array> & Partial<Pick<WireBody, 'bytes'>>;

function asBody(body: unknown): Uint8Array | StreamBody {
  if (body === undefined || body === null) return new Uint8Array();
  if (body instanceof Uint8Array) return body;
  return typeof body === 'string' ? Buffer.from(body) : (body as StreamBody);
}

function isStream(body: Uint8Array | StreamBody): body is StreamBody {
  return !(body instanceof Uint8Array);
}

/** MD5 and checksums of what goes by. */
class Digests {
  readonly #md5 = createHash('md5');
  readonly #checksums: ReadonlyMap<Algorithm, Checksum>;
  readonly #values = new Map<Algorithm, string>();
  #etag = '';

  constructor(algorithms: ReadonlySet<Algorithm>) {
    this.#checksums = new Map([...algorithms].map((algorithm) => [algorithm, startDigest(algorithm)]));
  }

  update(bytes: Uint8Array): void {
    this.#md5.update(bytes);
    for (const checksum of this.#checksums.values()) checksum.update(bytes);
  }

  async *over(source: AsyncIterable<Uint8Array>, atEnd: () => void): AsyncGenerator<Uint8Array> {
    for await (const piece of source) {
      this.update(piece);
      yield piece;
    }
    atEnd();
  }

  /** Throws BadDigest. */
  check({ md5, stated }: Expected): void {
    const digest = this.#md5.digest();
    this.#etag = digest.toString('hex');
    for (const [algorithm, checksum] of this.#checksums)
      this.#values.set(algorithm, checksum.digest().toString('base64'));
    const calculated = digest.toString('base64');
    if (md5 !== undefined && md5 !== calculated)
      throw badDigest('Content-MD5', { ExpectedDigest: md5, CalculatedDigest: calculated });
    if (stated && this.#values.get(stated.algorithm) !== stated.value) throw wrongChecksum(stated.algorithm);
  }

  results({ kept, sent }: Expected): Pick<Received, 'etag' | 'algorithm' | 'checksum' | 'stated'> {
    return { etag: this.#etag, algorithm: kept, checksum: this.#values.get(kept)!, stated: this.#values.get(sent)! };
  }
}
