import { AwsError } from '../kernel/errors.ts';
import type { WireBody } from './wire.ts';

/** A body out of any stream of bytes: read once, either by iterating or by `bytes`. */
export function streamBody(source: AsyncIterable<Uint8Array>): WireBody {
  return {
    [Symbol.asyncIterator]: () => source[Symbol.asyncIterator](),
    bytes: (limit) => collect(source, limit),
  };
}

/** A body that is in memory already; it can be read again. */
export function bytesBody(bytes: Uint8Array): WireBody {
  return {
    async *[Symbol.asyncIterator]() {
      if (bytes.length > 0) yield bytes;
    },
    async bytes(limit) {
      if (limit !== undefined && bytes.length > limit) throw tooLarge(limit);
      return bytes;
    },
  };
}

export const emptyBody: WireBody = bytesBody(new Uint8Array());

export async function collect(source: AsyncIterable<Uint8Array>, limit = Infinity): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source) {
    size += chunk.length;
    if (size > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, size);
}

export function tooLarge(limit: number): AwsError {
  return new AwsError(
    'RequestEntityTooLargeException',
    `Request must be smaller than ${limit} bytes for the operation.`,
    { status: 413, fault: 'client' },
  );
}
