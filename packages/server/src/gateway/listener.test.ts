import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { describe, test } from 'node:test';
import { PlatformError } from '../kernel/errors.ts';
import { silentLogger } from '../kernel/logger.ts';
import { collect } from '../protocol/wire-body.ts';
import type { WireRequest } from '../protocol/wire.ts';
import { echo, start, talk, text } from './listener.fixture.ts';
import { listen } from './listener.ts';

describe('the listener', () => {
  test('hands over method, path, query, headers and body as they came', async (t) => {
    const seen: WireRequest[] = [];
    const listener = await start(t, async (request, sourceIp) => {
      seen.push(request);
      return text(`${sourceIp} ${Buffer.from(await request.body.bytes()).toString()}`);
    });
    const response = await fetch(`${listener.endpoint}/a%2Fb//c?x=%20&y`, {
      method: 'PUT',
      body: 'body',
      headers: { 'X-One': '1' },
    });
    assert.deepEqual([response.status, await response.text()], [200, '127.0.0.1 body']);
    const [{ method, path, query, headers }] = seen as [WireRequest];
    assert.deepEqual(
      [method, path, query, headers['x-one'], headers.host],
      ['PUT', '/a%2Fb//c', 'x=%20&y', '1', `127.0.0.1:${listener.port}`],
    );
  });

  test('joins repeated headers, and keeps them apart in rawHeaders', async (t) => {
    const listener = await start(t, async ({ headers, rawHeaders }) =>
      text(
        JSON.stringify([headers['content-type'], headers.a, rawHeaders?.filter((name) => /^a$/i.test(name)).length]),
      ),
    );
    const answer = await talk(
      listener,
      'GET / HTTP/1.1\r\nHost: h\r\nA: 1\r\na: 2\r\nContent-Type: x\r\nContent-Type: y\r\nConnection: close\r\n\r\n',
    );
    assert.match(answer, /\["x, y","1, 2",2\]$/);
  });

  test('takes the absolute form that proxies send', async (t) => {
    const listener = await start(t, async ({ path, query }) => text(`${path} ${query}`));
    assert.match(
      await talk(
        listener,
        'GET http://sts.amazonaws.com/x?y=1 HTTP/1.1\r\nHost: sts.amazonaws.com\r\nConnection: close\r\n\r\n',
      ),
      /\/x y=1$/,
    );
    assert.match(
      await talk(listener, 'GET http://sts.amazonaws.com HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n'),
      /\r\n\r\n\/ $/,
    );
  });

  test('answers pipelined requests in their order on one connection', async (t) => {
    const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const listener = await start(t, async ({ path }) => {
      if (path === '/1') await gates[0]!.promise;
      if (path === '/2') gates[0]!.resolve();
      return text(`answer ${path}`);
    });
    const answer = await talk(
      listener,
      'GET /1 HTTP/1.1\r\nHost: h\r\n\r\nGET /2 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n',
    );
    assert.deepEqual(answer.match(/answer \/\d/g), ['answer /1', 'answer /2']);
  });

  test('keeps connections for the next request', async (t) => {
    const listener = await start(t, echo);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    t.after(() => agent.destroy());
    const ports = new Set<number | undefined>();
    for (let i = 0; i < 5; i++) {
      const sent = httpRequest(`${listener.endpoint}/`, { agent, method: 'POST' }).end('x');
      const [response] = (await once(sent, 'response')) as [IncomingMessage];
      ports.add(response.socket.localPort);
      await collect(response);
    }
    assert.equal(ports.size, 1);
  });

  test('streams an answer piece by piece, as fast as it is read', async (t) => {
    let produced = 0;
    const listener = await start(t, async () => ({
      status: 200,
      headers: {},
      body: (async function* () {
        for (; produced < 200; produced++) yield Buffer.alloc(1 << 20);
      })(),
    }));
    const sent = httpRequest(`${listener.endpoint}/`).end();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    await once(response, 'readable');
    assert.ok(produced < 100, `${produced} MB were produced for a client that read nothing`);
    let size = 0;
    for await (const piece of response) size += (piece as Buffer).length;
    assert.equal(size, 200 << 20);
  });

  test('cuts an answer off when its source fails, so that the client notices', async (t) => {
    const listener = await start(t, async () => ({
      status: 200,
      headers: {},
      body: (async function* () {
        yield Buffer.from('half');
        throw new Error('source failed');
      })(),
    }));
    await assert.rejects(fetch(listener.endpoint).then((response) => response.text()));
  });

  test('does not send the body of an answer to HEAD', async (t) => {
    const listener = await start(t, async () => text('hello'));
    const response = await fetch(listener.endpoint, { method: 'HEAD' });
    assert.deepEqual([response.headers.get('content-length'), await response.text()], ['5', '']);
  });
});

describe('starting and stopping', () => {
  test('a port that cannot be is a platform error too', async () => {
    await assert.rejects(listen({ host: '127.0.0.1', port: 65_536, logger: silentLogger }, echo), {
      name: 'PlatformError',
      message: 'Cannot listen on 127.0.0.1:65536: ports go from 0 to 65535.',
      remedy: 'Choose another with --port (0 picks a free one).',
    });
  });

  test('a port in use is a platform error that says what to do', async (t) => {
    const { port } = await start(t, echo);
    await assert.rejects(listen({ host: '127.0.0.1', port, logger: silentLogger }, echo), (error: unknown) => {
      assert.ok(error instanceof PlatformError);
      assert.match(`${error.message} ${error.remedy}`, /the port is in use.*--port/);
      return true;
    });
  });

  test('stopping lets requests finish that have begun, and drops idle connections', async () => {
    const [begun, finish] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const listener = await listen({ host: '127.0.0.1', port: 0, logger: silentLogger }, async () => {
      begun.resolve();
      await finish.promise;
      return text('finished');
    });
    const idle = connect(listener.port, '127.0.0.1');
    await once(idle, 'connect');
    const answer = fetch(listener.endpoint).then((response) => response.text());
    await begun.promise;
    const stopped = listener.stop(10_000);
    finish.resolve();
    assert.equal(await answer, 'finished');
    idle.destroy();
    await stopped;
  });

  test('who takes too long is cut off', async () => {
    const begun = Promise.withResolvers<void>();
    const listener = await listen({ host: '127.0.0.1', port: 0, logger: silentLogger }, ({ signal }) => {
      begun.resolve();
      return once(signal, 'abort').then(() => text('late'));
    });
    const answer = assert.rejects(fetch(listener.endpoint));
    await begun.promise;
    await listener.stop(10);
    await answer;
  });
});
