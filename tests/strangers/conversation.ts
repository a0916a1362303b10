import { connect } from 'node:net';

/** What came back on a connection. */
export interface Answer {
  /** 0: nothing that begins like HTTP came back. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly outcome: 'answered' | 'reset' | 'closed-silently' | 'timed-out';
  readonly milliseconds: number;
}

/** Longer than this is a hang. */
export const PATIENCE_MS = 5_000;

/** Sends raw bytes over a connection of their own and reads the first final answer. */
export function ask(port: number, bytes: Uint8Array, patienceMs = PATIENCE_MS): Promise<Answer> {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let received: Buffer = Buffer.alloc(0);
    const isHead = Buffer.from(bytes.subarray(0, 5)).toString() === 'HEAD ';
    const answerIn = (ended: boolean) => parse(received, ended || isHead);
    const finish = (outcome: Answer['outcome']) => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ ...(answerIn(true) ?? NONE), outcome, milliseconds: performance.now() - startedAt });
    };
    const timer = setTimeout(() => finish('timed-out'), patienceMs);
    socket.on('data', (piece) => {
      received = Buffer.concat([received, piece]);
      if (answerIn(false)) finish('answered');
    });
    socket.on('end', () => finish(answerIn(true) ? 'answered' : 'closed-silently'));
    socket.on('error', () => finish(answerIn(false) ? 'answered' : 'reset'));
    socket.write(bytes);
  });
}

type Parsed = Pick<Answer, 'status' | 'headers' | 'body'>;
const NONE: Parsed = { status: 0, headers: {}, body: Buffer.alloc(0) };

/** The first final answer in `bytes`; null while it is incomplete. */
function parse(bytes: Buffer, ended: boolean): Parsed | null {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const [statusLine = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(statusLine)?.[1] ?? 0);
  if (status >= 100 && status < 200) return parse(bytes.subarray(end + 4), ended);
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const body = bodyIn(bytes.subarray(end + 4), headers, ended);
  return body && { status, headers, body };
}

function bodyIn(rest: Buffer, headers: Record<string, string>, ended: boolean): Buffer | null {
  if (headers['transfer-encoding'] === 'chunked') return unchunked(rest);
  const length = headers['content-length'];
  if (length === undefined) return ended || headers.connection === 'keep-alive' ? rest : null;
  // The answer to HEAD tells a length and has no body.
  return rest.length >= Number(length) || ended ? rest.subarray(0, Number(length)) : null;
}

function unchunked(rest: Buffer): Buffer | null {
  const chunks: Buffer[] = [];
  for (let at = 0; ;) {
    const end = rest.indexOf('\r\n', at);
    if (end < 0) return null;
    const length = Number.parseInt(rest.toString('latin1', at, end), 16);
    if (length === 0) return Buffer.concat(chunks);
    if (rest.length < end + 2 + length) return null;
    chunks.push(rest.subarray(end + 2, end + 2 + length));
    at = end + 2 + length + 2;
  }
}
