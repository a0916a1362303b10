import { chunkErrors } from './errors.ts';

const NEWLINE = 0x0a;

/** Takes lines and runs of bytes off a stream, holding no more than the piece that arrived last and one line. */
export class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #piece: Uint8Array = new Uint8Array();

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** Up to the next newline, without it and a carriage return before it. Throws IncompleteBody at the end of the stream. */
  async line(maxBytes: number): Promise<string> {
    let line = '';
    for (;;) {
      const newline = this.#piece.indexOf(NEWLINE);
      line += Buffer.from(this.#take(newline < 0 ? this.#piece.length : newline + 1)).toString('latin1');
      if (line.length > maxBytes) throw chunkErrors.malformedChunk();
      if (newline >= 0) return line.replace(/\r?\n$/, '');
      if (!(await this.#more())) throw chunkErrors.truncated();
    }
  }

  /** The next `count` bytes, as the pieces they came in. Throws IncompleteBody at the end of the stream. */
  async *bytes(count: number): AsyncGenerator<Uint8Array> {
    for (let left = count; left > 0;) {
      if (this.#piece.length === 0 && !(await this.#more())) throw chunkErrors.truncated();
      const piece = this.#take(Math.min(left, this.#piece.length));
      left -= piece.length;
      if (piece.length > 0) yield piece;
    }
  }

  /** Whether nothing follows. */
  async atEnd(): Promise<boolean> {
    while (this.#piece.length === 0) if (!(await this.#more())) return true;
    return false;
  }

  async close(): Promise<void> {
    await this.#source.return?.();
  }

  #take(count: number): Uint8Array {
    const taken = this.#piece.subarray(0, count);
    this.#piece = this.#piece.subarray(count);
    return taken;
  }

  async #more(): Promise<boolean> {
    const next = await this.#source.next();
    if (!next.done) this.#piece = next.value;
    return !next.done;
  }
}
