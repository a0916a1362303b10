import type { WireRequest } from '../wire.ts';
import type { Proof } from '../sigv4/verify.ts';
import { ByteReader } from './byte-reader.ts';
import { checksumAlgorithm, startChecksum, type Checksum, type ChecksumAlgorithm } from './checksums/checksum.ts';
import { ChunkSignatures } from './chunk-signatures.ts';
import { chunkErrors } from './errors.ts';

/** How a body is wrapped, as its request's headers say. */
export interface ChunkedEncoding {
  /** Bytes of the payload; what is decoded must have exactly as many. */
  readonly decodedLength: number;
  /** Lower-case names announced by `x-amz-trailer`. */
  readonly trailers: readonly string[];
  readonly signed: boolean;
}

/** `size;chunk-signature=…`: sizes have up to 16 hexadecimal digits, signatures 64. */
const MAX_LINE_BYTES = 1024;
/** The largest single PutObject, 5 GB (S3 user guide, "Uploading objects"). */
const MAX_DECODED_BYTES = 5 * 1024 ** 3;

/** Null when the body is not in aws-chunked. Throws S3's error when the headers that go with it are missing or wrong. */
export function chunkedEncoding({ headers }: Pick<WireRequest, 'headers'>): ChunkedEncoding | null {
  const payload = headers['x-amz-content-sha256'] ?? '';
  const streaming = /^STREAMING-(AWS4-HMAC-SHA256|UNSIGNED)-PAYLOAD(-TRAILER)?$/.exec(payload);
  const encoded =
    /(^|[,\s])aws-chunked($|[,\s])/.test(headers['content-encoding'] ?? '') &&
    headers['x-amz-decoded-content-length'] !== undefined;
  if (!streaming && !encoded) return null;
  const length = headers['x-amz-decoded-content-length'] ?? '';
  if (!/^\d{1,16}$/.test(length)) throw chunkErrors.missingLength();
  const trailers = (headers['x-amz-trailer'] ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  if (trailers.some((name) => checksumAlgorithm(name) === null)) throw chunkErrors.unsupportedTrailer();
  return { decodedLength: Number(length), trailers, signed: streaming?.[1] === 'AWS4-HMAC-SHA256' };
}

/** The headers of the request without its wrapping: what is left is what the object is stored with. */
export function unwrappedHeaders(
  headers: WireRequest['headers'],
  { decodedLength }: ChunkedEncoding,
): WireRequest['headers'] {
  const encodings = (headers['content-encoding'] ?? '').split(',').map((name) => name.trim());
  const left = encodings.filter((name) => name !== '' && name !== 'aws-chunked').join(',');
  const { 'content-encoding': _, ...others } = headers;
  return { ...others, 'content-length': String(decodedLength), ...(left === '' ? {} : { 'content-encoding': left }) };
}

/**
 * The payload of a body in aws-chunked, in constant memory. Signatures are checked when a `proof` of the header's is
 * given, the trailing checksums and the length always; a failure rejects at the latest at the end, so a reader must not
 * keep what it read before. Trailers that were sent are put into `received`.
 */
export async function* decodeAwsChunked(
  body: AsyncIterable<Uint8Array>,
  encoding: ChunkedEncoding,
  proof: Proof | null,
  received: Map<string, string> = new Map(),
): AsyncGenerator<Uint8Array> {
  if (encoding.decodedLength > MAX_DECODED_BYTES) throw chunkErrors.chunkTooLarge();
  const reader = new ByteReader(body);
  const signatures = encoding.signed && proof ? new ChunkSignatures(proof) : null;
  const checksums = encoding.trailers.map(startTrailingChecksum);
  try {
    yield* payload(reader, encoding.decodedLength, signatures, checksums);
    await readTrailers(reader, encoding, signatures, received);
    for (const checksum of checksums) verifyChecksum(checksum, received);
  } finally {
    await reader.close();
  }
}

interface TrailingChecksum {
  readonly name: string;
  readonly algorithm: ChecksumAlgorithm;
  readonly checksum: Checksum;
}

async function* payload(
  reader: ByteReader,
  expected: number,
  signatures: ChunkSignatures | null,
  checksums: readonly TrailingChecksum[],
): AsyncGenerator<Uint8Array> {
  for (let total = 0; ;) {
    const { size, signature } = parseChunkHead(await reader.line(MAX_LINE_BYTES));
    total += size;
    if (total > expected || (size === 0 && total < expected)) throw chunkErrors.wrongLength();
    for await (const piece of reader.bytes(size)) {
      signatures?.update(piece);
      for (const { checksum } of checksums) checksum.update(piece);
      yield piece;
    }
    signatures?.endChunk(signature);
    if (size === 0) return;
    if ((await reader.line(2)) !== '') throw chunkErrors.malformedChunk();
  }
}

function parseChunkHead(line: string): { readonly size: number; readonly signature: string | undefined } {
  const [, digits, extensions] = /^([0-9a-fA-F]{1,12})((?:;.*)?)$/.exec(line) ?? [];
  if (digits === undefined) throw chunkErrors.malformedChunk();
  return {
    size: Number.parseInt(digits, 16),
    signature: /;\s*chunk-signature=([0-9a-f]{64})/.exec(extensions ?? '')?.[1],
  };
}

/** Up to the empty line. SDKs for Java leave that line out when there are no trailers. */
async function readTrailers(
  reader: ByteReader,
  encoding: ChunkedEncoding,
  signatures: ChunkSignatures | null,
  received: Map<string, string>,
): Promise<void> {
  let signature: string | undefined;
  while (!(await reader.atEnd())) {
    const line = await reader.line(MAX_LINE_BYTES);
    if (line === '') continue;
    const colon = line.indexOf(':');
    const [name, value] = [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
    if (name === 'x-amz-trailer-signature') signature = value;
    else if (colon > 0 && encoding.trailers.includes(name) && !received.has(name)) received.set(name, value);
    else throw chunkErrors.malformedTrailer();
  }
  if (received.size > 0) signatures?.endTrailers(received, signature);
}

function startTrailingChecksum(name: string): TrailingChecksum {
  const algorithm = checksumAlgorithm(name);
  if (!algorithm) throw chunkErrors.unsupportedTrailer();
  return { name, algorithm, checksum: startChecksum(algorithm) };
}

function verifyChecksum({ name, algorithm, checksum }: TrailingChecksum, received: ReadonlyMap<string, string>): void {
  const sent = received.get(name);
  if (sent === undefined) throw chunkErrors.malformedTrailer();
  const calculated = checksum.digest();
  if (Buffer.from(sent, 'base64').length !== calculated.length) throw chunkErrors.invalidTrailerValue(name);
  if (calculated.toString('base64') !== sent) throw chunkErrors.badDigest(algorithm);
}
