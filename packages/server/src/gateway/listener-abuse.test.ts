import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { describe, test } from 'node:test';
import { collect } from '../protocol/wire-body.ts';
import type { WireRequest } from '../protocol/wire.ts';
import { echo, start, talk, text } from './listener.fixture.ts';

describe('clients that misbehave', () => {
  test('headers beyond the limit are answered 431', async (t) => {
    const listener = await start(t, echo);
    const response = await fetch(listener.endpoint, { headers: { 'x-big': 'x'.repeat(40_000) } });
    assert.deepEqual([response.status, await response.json()], [431, { message: 'Request header fields too large.' }]);
  });

  test('a path of 20 KB, as a presigned URL with a long token has, is served', async (t) => {
    const listener = await start(t, async ({ query }) => text(String(query.length)));
    assert.equal(await (await fetch(`${listener.endpoint}/?${'x'.repeat(20_000)}`)).text(), '20000');
  });

  const smuggled: Readonly<Record<string, string>> = {
    'Content-Length beside Transfer-Encoding':
      'POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\nHost: h\r\n\r\n',
    'two Content-Lengths': 'POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nContent-Length: 0\r\n\r\nhello',
    'a space before the colon': 'GET / HTTP/1.1\r\nHost: h\r\nContent-Length : 5\r\n\r\n',
    'a header folded onto the next line': 'GET / HTTP/1.1\r\nHost: h\r\nX: a\r\n b\0: c\r\n\r\n',
    'no Host': 'GET / HTTP/1.1\r\n\r\n',
    'what is no HTTP': 'hello\r\n\r\n',
  };
  for (const [title, sent] of Object.entries(smuggled)) {
    test(`${title} is answered 400 and the connection closed`, async (t) => {
      const paths: string[] = [];
      const listener = await start(t, async ({ path, body }) => {
        paths.push(path);
        return text(Buffer.from(await body.bytes()).toString());
      });
      assert.match(await talk(listener, sent), /^HTTP\/1\.1 400 /);
      assert.ok(!paths.includes('/x'));
    });
  }

  test('headers that do not end are answered 408', async (t) => {
    const listener = await start(t, echo, { headersTimeoutMs: 50, requestTimeoutMs: 100 });
    assert.match(
      await talk(listener, 'GET / HTTP/1.1\r\nHost: h\r\n'),
      /^HTTP\/1\.1 408 .*The request was not complete in time/s,
    );
  });

  test('a slow body is waited for', async (t) => {
    const started = Promise.withResolvers<void>();
    const listener = await start(t, (request, ip) => {
      started.resolve();
      return echo(request, ip);
    });
    const sent = httpRequest(listener.endpoint, { method: 'POST' });
    sent.write('slow ');
    await started.promise;
    sent.end('body');
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    assert.equal(Buffer.from(await collect(response)).toString(), 'slow body');
  });

  test('an upload that is broken off aborts the request and rejects its reader', async (t) => {
    const read = Promise.withResolvers<[outcome: unknown, aborted: boolean]>();
    const started = Promise.withResolvers<void>();
    const listener = await start(t, async (request) => {
      started.resolve();
      const error = await request.body.bytes().catch((reason: unknown) => reason);
      if (!request.signal.aborted) await once(request.signal, 'abort');
      read.resolve([error, request.signal.aborted]);
      return text('late');
    });
    const sent = httpRequest(listener.endpoint, { method: 'POST', headers: { 'content-length': 1000 } }).on(
      'error',
      () => {},
    );
    sent.write('begun');
    await started.promise;
    sent.destroy();
    const [error, aborted] = await read.promise;
    assert.deepEqual([(error as Error).name, aborted], ['IncompleteBody', true]);
  });

  test('a client that leaves while it waits aborts the request', async (t) => {
    const started = Promise.withResolvers<AbortSignal>();
    const listener = await start(t, async ({ signal }) => {
      started.resolve(signal);
      await once(signal, 'abort');
      return text('late');
    });
    const sent = httpRequest(listener.endpoint)
      .on('error', () => {})
      .end();
    const signal = await started.promise;
    sent.destroy();
    if (!signal.aborted) await once(signal, 'abort');
  });
});

describe('answers that no header can carry', () => {
  test('text beyond Latin-1 goes as its UTF-8, control characters do not go', async (t) => {
    const odd = { 'content-length': '2', 'content-disposition': 'f="é€"', 'x-odd': 'a\r\nSet-Cookie: b\0' };
    const listener = await start(t, async () => ({ status: 200, headers: odd, body: 'ok' }));
    const answer = await talk(listener, 'GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n');
    assert.match(answer, /^HTTP\/1\.1 200 .*content-disposition: f="é€".*x-odd: aSet-Cookie: b\r\n.*ok$/is);
  });
});

describe('uploads that are refused', () => {
  const tooLarge = async (request: WireRequest) => {
    const error = await request.body.bytes(10).catch((reason: Error) => reason);
    return text((error as Error).name, 413);
  };

  test('the answer arrives although the client is still sending', async (t) => {
    const listener = await start(t, tooLarge);
    const response = await fetch(listener.endpoint, { method: 'POST', body: Buffer.alloc(20 << 20) });
    assert.deepEqual([response.status, await response.text()], [413, 'RequestEntityTooLargeException']);
  });

  test('the same for a body of unknown length', async (t) => {
    const listener = await start(t, tooLarge);
    const sent = httpRequest(listener.endpoint, { method: 'POST' }).on('error', () => {});
    sent.write(Buffer.alloc(1 << 20));
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    assert.deepEqual(
      [response.statusCode, response.headers.connection, Buffer.from(await collect(response)).toString()],
      [413, 'close', 'RequestEntityTooLargeException'],
    );
  });

  test('a small body that nobody read leaves the connection usable', async (t) => {
    const listener = await start(t, async () => text('no', 403));
    const answer = await talk(
      listener,
      'POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhelloGET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n',
    );
    assert.equal(answer.match(/HTTP\/1\.1 403/g)?.length, 2);
  });

  test('who never stops sending is cut off', async (t) => {
    const listener = await start(t, async () => text('no', 403), { lingerMs: 20 });
    const answer = await talk(
      listener,
      'POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n',
    );
    assert.match(answer, /^HTTP\/1\.1 403 .*no$/s);
  });
});

describe('Expect: 100-continue', () => {
  const head = 'POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nExpect: 100-continue\r\n';

  test('is answered when somebody reads the body', async (t) => {
    const listener = await start(t, echo);
    const socket = connect(listener.port, '127.0.0.1');
    socket.write(`${head}Connection: close\r\n\r\n`);
    const [first] = (await once(socket, 'data')) as [Buffer];
    assert.match(first.toString(), /^HTTP\/1\.1 100 Continue\r\n/);
    socket.write('hello');
    assert.match(Buffer.from(await collect(socket)).toString(), /^HTTP\/1\.1 200 .*hello$/s);
  });

  test('any other expectation is answered 417', async (t) => {
    const listener = await start(t, echo);
    const answer = await talk(listener, `${head.replace('100-continue', 'a miracle')}\r\nhello`);
    assert.match(answer, /^HTTP\/1\.1 417 .*connection: close.*\{"message":"The expectation given/is);
  });

  test('is not answered when the request is refused: the body is never sent', async (t) => {
    const listener = await start(t, async () => text('no', 403));
    const answer = await talk(listener, `${head}\r\n`);
    assert.match(answer, /^HTTP\/1\.1 403 .*connection: close.*no$/is);
  });
});
