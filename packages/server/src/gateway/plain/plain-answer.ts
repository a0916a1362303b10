import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { WireResponse } from '../../protocol/wire.ts';
import { asHeaderValue, isHeaderName, isPlainValue } from '../header-text.ts';
import { drained, isJoined, latin1, tellsLength, type WholeBody } from '../http-response.ts';

/** How the connection goes on after an answer. */
export interface KeptConnection {
  /** No further requests: an answer ends its connection. */
  readonly stopping: boolean;
  /** Said to the client, in seconds. */
  readonly keepAliveSeconds: number;
}

/** Writes an answer that is wholly there, in one piece when it is small. */
export function writeWhole(
  socket: Socket,
  method: string,
  { status, headers }: WireResponse,
  body: WholeBody,
  connection: KeptConnection,
): void {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  const head = headOf(status, headers, connection, bytes?.length ?? 0);
  if (bytes === null || bytes.length === 0 || hasNoBody(method, status)) return void socket.write(head, 'latin1');
  if (isJoined(bytes)) return void socket.write(head + latin1(bytes), 'latin1');
  socket.cork();
  socket.write(head, 'latin1');
  socket.write(bytes);
  socket.uncork();
}

/** As fast as the client reads. Rejects when the body fails after its head went out. */
export async function writeStream(
  socket: Socket,
  method: string,
  { status, headers }: WireResponse,
  body: AsyncIterable<Uint8Array>,
  connection: KeptConnection,
): Promise<void> {
  const chunked = !tellsLength(headers) && !hasNoBody(method, status);
  socket.write(headOf(status, headers, connection, chunked ? 'chunked' : null), 'latin1');
  for await (const chunk of body) {
    if (socket.destroyed) return;
    if (chunk.length === 0 || hasNoBody(method, status)) continue;
    socket.cork();
    if (chunked) socket.write(`${chunk.length.toString(16)}\r\n`, 'latin1');
    let room = socket.write(chunk);
    if (chunked) room = socket.write('\r\n', 'latin1');
    socket.uncork();
    if (!room) await drained(socket);
  }
  if (chunked) socket.write('0\r\n\r\n', 'latin1');
}

function hasNoBody(method: string, status: number): boolean {
  return method === 'HEAD' || neverHasBody(status);
}

/** RFC 9110, 6.4.1. */
function neverHasBody(status: number): boolean {
  return status === 204 || status === 304 || status < 200;
}

/** @param length of the body, when the headers do not tell it; null: of no interest */
function headOf(
  status: number,
  headers: WireResponse['headers'],
  { stopping, keepAliveSeconds }: KeptConnection,
  length: number | 'chunked' | null,
): string {
  if (!(status >= 100 && status <= 999)) throw new RangeError(`${status} is no status code`);
  let head = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'unknown'}\r\n`;
  for (const name in headers) {
    if (!isHeaderName(name)) throw new TypeError(`"${name}" cannot be the name of a header`);
    const value = headers[name]!;
    if (typeof value === 'string') head += `${name}: ${isPlainValue(value) ? value : asHeaderValue(value)}\r\n`;
    else for (const each of value) head += `${name}: ${asHeaderValue(each)}\r\n`;
  }
  if (length === 'chunked') head += 'Transfer-Encoding: chunked\r\n';
  else if (length !== null && !tellsLength(headers) && !neverHasBody(status)) head += `content-length: ${length}\r\n`;
  head += `Date: ${today()}\r\n`;
  return stopping
    ? `${head}Connection: close\r\n\r\n`
    : `${head}Connection: keep-alive\r\nKeep-Alive: timeout=${keepAliveSeconds}\r\n\r\n`;
}

const date = { second: 0, text: '' };

/** RFC 9110, 5.6.7. Written once a second. */
function today(): string {
  const second = Math.floor(Date.now() / 1000);
  if (second !== date.second) {
    date.second = second;
    date.text = new Date(second * 1000).toUTCString();
  }
  return date.text;
}
