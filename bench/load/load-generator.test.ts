import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import { LoadGenerator } from './load-generator.ts';
import { wireBytes } from './wire-request.ts';

test('each request is sent as often as the others and every answer is counted', async (t) => {
  const bodies = new Map<string, number>();
  const order = await orderTo(t, (request, response) => {
    request.setEncoding('utf8').on('data', (body: string) => bodies.set(body, (bodies.get(body) ?? 0) + 1));
    // Every third connection is over after this answer.
    request.on('end', () => response.setHeader('connection', bodies.size % 3 === 0 ? 'close' : 'keep-alive').end('ok'));
  });
  await using generator = LoadGenerator.start();
  const done = await generator.load({ ...order, clients: 4, atMost: 12 });
  assert.equal(done.requests, 12);
  assert.deepEqual(
    bodies,
    new Map([
      ['first', 6],
      ['second', 6],
    ]),
  );
});

test('a failing answer ends the load and is told', async (t) => {
  const order = await orderTo(t, (_request, response) => response.writeHead(503).end('too busy'));
  await using generator = LoadGenerator.start();
  await assert.rejects(generator.load({ ...order, clients: 2, atMost: 4 }), /503: .*too busy/s);
});

async function orderTo(t: TestContext, listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const url = new URL(`http://127.0.0.1:${port}/`);
  const requests = ['first', 'second'].map((body) => wireBytes({ method: 'POST', url, body }));
  return { host: url.hostname, port, requests, seconds: 60 };
}
