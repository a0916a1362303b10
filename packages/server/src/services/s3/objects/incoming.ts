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

/** What a body turned out to be, checked against all that was said of it. */
interface Summary {
  readonly size: number;
  /** MD5, hexadecimal. */
  readonly etag: string;
  readonly algorithm: Algorithm;
  /** Base 64. */
  readonly checksum: string;
  /** In the algorithm that the sender named; base 64. */
  readonly stated: string;
}

/** Bytes in a blob. */
export interface Received extends Summary {
  readonly sha256: string;
}

/** Few bytes, to be kept in the object's row, or else a blob. */
export type ReceivedObject = Summary &
  ({ readonly sha256: string; readonly data: null } | { readonly sha256: null; readonly data: Uint8Array });

/** Up to here a body is taken whole: one read and one write. */
const SMALL_BYTES = 128 * 1024;

/**
 * Up to here the bytes are part of the row. CPU time of writing 10, 32, 64 KB: 26, 65, 245 us in a row (units of 16), 126,
 * 146, 181 us as a file; on file systems where creating one is slow, ten times that.
 */
const IN_ROW_BYTES = 32 * 1024;

/**
 * Takes an object's body: into memory when it is small, else to disk as it comes, in constant memory. Throws BadDigest,
 * InvalidDigest, EntityTooLarge …; nothing is left then, nor when the body breaks off.
 */
export async function receiveObject(call: S3Call, incoming: Incoming): Promise<ReceivedObject> {
  const { source, digests, expected } = await begin(incoming);
  if (!(source instanceof Uint8Array) || source.length > IN_ROW_BYTES)
    return { ...(await writeBlob(call, { source, digests, expected })), data: null };
  digests.check(expected);
  return { sha256: null, data: source, size: source.length, ...digests.results(expected) };
}

/** Takes a part's body, to disk in any case. `kept` is the algorithm of `checksum`. Throws as `receiveObject`. */
export async function receive(call: S3Call, incoming: Incoming, kept: Algorithm): Promise<Received> {
  return writeBlob(call, await begin(incoming, kept));
}

/** A body whose digests are under way. */
interface Arrival {
  readonly source: Uint8Array | StreamBody;
  readonly digests: Digests;
  readonly expected: Expected;
}

async function begin(incoming: Incoming, kept?: Algorithm): Promise<Arrival> {
  const expected = expectedOf(incoming, kept);
  const { ContentLength: length } = incoming;
  if (length !== undefined && length > MAX_PUT_BYTES) throw entityTooLarge(length, MAX_PUT_BYTES);
  const body = asBody(incoming.Body);
  if (isStream(body) && length === undefined) throw missingLength();
  const digests = new Digests(new Set([expected.kept, expected.sent]));
  const source =
    body instanceof Uint8Array ? body : body.bytes && length! <= SMALL_BYTES ? await body.bytes(SMALL_BYTES) : body;
  if (source instanceof Uint8Array) digests.update(source);
  return { source, digests, expected };
}

/** What was said is checked inside of the write, so that a body which is not what it should be leaves no file. */
async function writeBlob(call: S3Call, { source, digests, expected }: Arrival): Promise<Received> {
  const check = () => digests.check(expected);
  const checked = source instanceof Uint8Array ? checkedBytes(source, check) : digests.over(source, check);
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

  results({ kept, sent }: Expected): Omit<Summary, 'size'> {
    return { etag: this.#etag, algorithm: kept, checksum: this.#values.get(kept)!, stated: this.#values.get(sent)! };
  }
}
