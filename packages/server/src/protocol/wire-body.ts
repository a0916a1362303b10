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
export class BytesBody implements WireBody {
  readonly whole: Uint8Array;

  constructor(whole: Uint8Array) {
    this.whole = whole;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    if (this.whole.length > 0) yield this.whole;
  }

  async bytes(limit = Infinity): Promise<Uint8Array> {
    if (this.whole.length > limit) throw tooLarge(limit);
    return this.whole;
  }
}

export const bytesBody = (bytes: Uint8Array): WireBody => new BytesBody(bytes);

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
