import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpBody } from './http-body.ts';

/** Reading and discarding this much is cheaper than a new connection. */
const CHEAP_TO_DISCARD_BYTES = 64 * 1024;

/**
 * Deals with what is left of a body when its answer is ready. Null: nothing to wait for. Otherwise the connection will
 * be closed, and the promise says when: closing while the client still sends would reset the connection and lose the
 * answer (RFC 9112, 9.6), so the rest is read and thrown away for up to `lingerMs`.
 */
export function settleUnreadBody(
  message: IncomingMessage,
  response: ServerResponse,
  body: HttpBody,
  lingerMs: number,
): Promise<void> | null {
  if (message.complete || !announcesBody(message)) return null;
  const length = Number(message.headers['content-length'] ?? Infinity);
  const refusedToContinue = !body.started && message.headers.expect !== undefined;
  if (length <= CHEAP_TO_DISCARD_BYTES && !refusedToContinue) {
    message.resume();
    return null;
  }
  response.setHeader('connection', 'close');
  return refusedToContinue ? Promise.resolve() : discard(message, lingerMs);
}

function announcesBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function discard(message: IncomingMessage, lingerMs: number): Promise<void> {
  return new Promise((resolve) => {
    const enough = setTimeout(resolve, lingerMs);
    message.once('close', () => {
      clearTimeout(enough);
      resolve();
    });
    message.once('end', () => {
      clearTimeout(enough);
      resolve();
    });
    message.resume();
  });
}
