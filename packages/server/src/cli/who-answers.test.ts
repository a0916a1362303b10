import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { whoAnswers } from './who-answers.ts';

async function answering(t: TestContext, status: number, body: string): Promise<string> {
  const server = createServer((_request, response) => response.writeHead(status).end(body)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('what answers at an endpoint', () => {
  it('is Hearth when it tells its version and that it runs', async (t) => {
    const endpoint = await answering(t, 200, '{"status":"running","version":"1.2.3"}');
    assert.deepEqual(await whoAnswers(endpoint), { who: 'hearth', version: '1.2.3' });
  });

  for (const [status, body] of [
    [404, '<!DOCTYPE HTML>'],
    [200, '{"version":"1.2.3"}'],
    [200, 'null'],
  ] as const) {
    it(`is another server when it says ${status} ${body}`, async (t) => {
      assert.deepEqual(await whoAnswers(await answering(t, status, body)), { who: 'other' });
    });
  }

  it('is nobody when the port is closed', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    assert.equal((await whoAnswers(`http://127.0.0.1:${port}`)).who, 'nobody');
  });
});
