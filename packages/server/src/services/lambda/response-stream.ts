import type { ResponseSink } from '../../engine/engine.ts';

interface Chunk {
  readonly bytes: Uint8Array;
  readonly taken: () => void;
}

/**
 * Carries a streamed answer from the engine to a reader, one chunk at a time: `write` resolves when its chunk was taken,
 * so a slow client slows the function down and nothing piles up.
 */
export class ResponseStream implements ResponseSink {
  readonly #started = Promise.withResolvers<string>();
  readonly #chunks: Chunk[] = [];
  #wake: (() => void) | null = null;
  #ended = false;
  #abandoned = false;

  constructor() {
    // A failure before the first byte also rejects the reader's own promise; nobody may be waiting for this one.
    this.#started.promise.catch(() => {});
  }

  /** Resolves with the content type once the answer begins; rejects when there will be none. */
  get started(): Promise<string> {
    return this.#started.promise;
  }

  start(contentType: string): void {
    this.#started.resolve(contentType);
  }

  write(bytes: Uint8Array): Promise<void> {
    if (this.#abandoned) return Promise.resolve();
    return new Promise((taken) => {
      this.#chunks.push({ bytes, taken });
      this.#wake?.();
    });
  }

  /** No more chunks. An answer that never began had no content type either. */
  end(): void {
    this.#started.resolve('application/octet-stream');
    this.#ended = true;
    this.#wake?.();
  }

  fail(cause: unknown): void {
    this.#started.reject(cause);
    this.end();
  }

  /** To be read once. A reader that leaves lets the function write into nothing, as on AWS. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void> {
    try {
      for (;;) {
        const chunk = this.#chunks.shift();
        if (chunk) {
          // A reader that leaves does so here: nobody else would let go of this chunk's writer.
          try {
            yield chunk.bytes;
          } finally {
            chunk.taken();
          }
        } else if (this.#ended) {
          return;
        } else {
          await new Promise<void>((resolve) => (this.#wake = resolve));
        }
      }
    } finally {
      this.#abandoned = true;
      for (const { taken } of this.#chunks.splice(0)) taken();
    }
  }
}
