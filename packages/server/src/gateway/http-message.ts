import { IncomingMessage } from 'node:http';

/** Gets each piece of a body, then null. False: no more of it is wanted. */
export type Taker = (chunk: Buffer | null) => boolean;

/** A request whose body can be taken as the parser cuts it, past the stream that every message is. */
export class HttpMessage extends IncomingMessage {
  #taker: Taker | null = null;

  /** Instead of reading the stream. What a taker no longer wants is for the stream again. */
  handTo(taker: Taker): void {
    if (this.readableLength > 0 || this.complete || this.destroyed) return this.#handFromStream(taker);
    this.#taker = taker;
    // Marks the message as read: Node would else read what is left of it when the answer is out.
    this._read(0);
  }

  override push(chunk: Buffer | null, encoding?: BufferEncoding): boolean {
    if (this.#taker === null) return super.push(chunk, encoding);
    if (this.#taker(chunk)) return true;
    this.#taker = null;
    return false;
  }

  /** Some of it has been read from the socket already. */
  #handFromStream(taker: Taker): void {
    let wanted = true;
    this.on('data', (chunk: Buffer) => {
      if (!wanted) return;
      wanted = taker(chunk);
      if (!wanted) this.pause();
    });
    this.on('end', () => wanted && taker(null));
  }
}
