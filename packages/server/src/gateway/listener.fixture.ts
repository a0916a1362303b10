import { connect } from 'node:net';
import type { TestContext } from 'node:test';
import { silentLogger } from '../kernel/logger.ts';
import type { WireResponse } from '../protocol/wire.ts';
import { listen, type Listener, type ListenerLimits, type RequestHandler } from './listener.ts';

export const text = (body: string, status = 200): WireResponse => ({
  status,
  headers: { 'content-type': 'text/plain' },
  body,
});
export const echo: RequestHandler = async (request) => text(Buffer.from(await request.body.bytes()).toString());

export async function start(
  t: TestContext,
  handle: RequestHandler,
  limits: Partial<ListenerLimits> = {},
): Promise<Listener> {
  const listener = await listen({ host: '127.0.0.1', port: 0, logger: silentLogger, limits }, handle);
  t.after(() => listener.stop());
  return listener;
}

/** Sends raw text and collects what comes back until the server closes, or `until` is seen. */
export async function talk(listener: Listener, sent: string, until?: RegExp): Promise<string> {
  const socket = connect(listener.port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write(sent);
  let answer = '';
  for await (const piece of socket) {
    answer += String(piece);
    if (until?.test(answer)) break;
  }
  socket.destroy();
  return answer;
}
