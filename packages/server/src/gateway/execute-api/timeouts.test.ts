import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { DrivenClock } from '../../kernel/driven-clock.ts';
import { RestApiFixture } from './rest-api.fixture.ts';

test('a function that takes longer than its integration may is answered 504, by the clock', async () => {
  const arrivals = new EventEmitter();
  const server = createServer(() => arrivals.emit('arrived'));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const clock = new DrivenClock();
  const api = await RestApiFixture.start({}, { clock });
  try {
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const uri = await api.function('slow', `exports.handler = async () => { await fetch('${address}') }`);
    await api.method('GET', '/slow', { uri, timeoutInMillis: 2000 });
    await api.deploy();
    const arrived = once(arrivals, 'arrived');
    const asked = api.fetch('/slow');
    await arrived;
    await clock.advance(2000);
    const response = await asked;
    assert.equal(response.status, 504);
    assert.equal(response.headers.get('x-amzn-errortype'), 'InternalServerErrorException');
    assert.deepEqual(await response.json(), { message: 'Endpoint request timed out' });
  } finally {
    server.closeAllConnections();
    server.close();
    await api[Symbol.asyncDispose]();
  }
});

test('a request of more than 10 MB is refused', async () => {
  await using api = await RestApiFixture.start();
  await api.method('POST', '/large', { type: 'HTTP_PROXY', uri: 'http://127.0.0.1:1/' });
  await api.deploy();
  const response = await api.fetch('/large', { method: 'POST', body: Buffer.alloc(10 * 1024 ** 2 + 1) });
  assert.deepEqual([response.status, await response.json()], [413, { message: 'Request Too Long' }]);
});
