/** One answer of a server, as far as a load needs it. */
export interface Answer {
  readonly status: number;
  readonly keepAlive: boolean;
  /** The beginning of the body, for a failure's report. */
  readonly excerpt: string;
}

const EMPTY = Buffer.alloc(0);
const EXCERPT_BYTES = 300;
const HEAD_END = '\r\n\r\n';
const LAST_CHUNK = '0\r\n\r\n';

/**
 * Finds the end of each HTTP/1.1 answer on a kept-alive connection, and little else: it has to cost less than the server
 * it waits for. One answer at a time; `Content-Length` and chunked bodies.
 */
export class ResponseReader {
  #pending: Buffer = EMPTY;

  /** The answer, once the bytes so far complete it. */
  read(chunk: Buffer): Answer | undefined {
    const bytes = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    const answer = parse(bytes);
    this.#pending = answer ? EMPTY : bytes;
    return answer;
  }
}

function parse(bytes: Buffer): Answer | undefined {
  const headEnd = bytes.indexOf(HEAD_END, 0, 'latin1');
  if (headEnd === -1) return undefined;
  const head = bytes.toString('latin1', 0, headEnd);
  const bodyStart = headEnd + HEAD_END.length;
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  const complete = length === undefined ? endsChunked(bytes, head) : bytes.length >= bodyStart + Number(length);
  if (!complete) return undefined;
  return {
    status: Number(head.slice(9, 12)),
    keepAlive: !/\r\nconnection: *close/i.test(head),
    excerpt: head.startsWith('2', 9) ? '' : bytes.toString('utf8', bodyStart, bodyStart + EXCERPT_BYTES),
  };
}

/** A body of neither kind is empty (204, 304). The payloads used here never end in what looks like a last chunk. */
function endsChunked(bytes: Buffer, head: string): boolean {
  if (!/\r\ntransfer-encoding: *chunked/i.test(head)) return true;
  return bytes.toString('latin1', bytes.length - LAST_CHUNK.length) === LAST_CHUNK;
}
