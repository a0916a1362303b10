import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ask } from './conversation.ts';
import { startWatched, type WatchedPlatform } from './watched-platform.ts';

const HOST = 'Host: 127.0.0.1\r\n';
const SECOND = `GET /_hearth/health HTTP/1.1\r\n${HOST}\r\n`;
const post = (headers: string, body = '') => `POST / HTTP/1.1\r\n${HOST}${headers}\r\n${body}`;

/** What is no HTTP, or two kinds of it at once. Each is answered 4xx, and nothing behind it on the connection is read. */
const BROKEN: Readonly<Record<string, string | Buffer>> = {
  'a body with both lengths': post('Content-Length: 4\r\nTransfer-Encoding: chunked\r\n', `0\r\n\r\n${SECOND}`),
  'the same the other way round': post('Transfer-Encoding: chunked\r\nContent-Length: 4\r\n', `0\r\n\r\n${SECOND}`),
  'two different lengths': post('Content-Length: 4\r\nContent-Length: 0\r\n', SECOND),
  'two lengths in one header': post('Content-Length: 4, 0\r\n', SECOND),
  'a length with a sign': post('Content-Length: +4\r\n', `abcd${SECOND}`),
  'a negative length': post('Content-Length: -1\r\n', SECOND),
  'a length in hexadecimal': post('Content-Length: 0x4\r\n', `abcd${SECOND}`),
  'a length beyond 64 bits': post('Content-Length: 99999999999999999999999\r\n', SECOND),
  'an unknown transfer encoding': post('Transfer-Encoding: xchunked\r\n', `0\r\n\r\n${SECOND}`),
  'chunked that is not last': post('Transfer-Encoding: chunked, identity\r\n', `0\r\n\r\n${SECOND}`),
  'chunked behind a vertical tab': post('Transfer-Encoding:\x0bchunked\r\n', `0\r\n\r\n${SECOND}`),
  'a space before the colon': post('Transfer-Encoding : chunked\r\n', `0\r\n\r\n${SECOND}`),
  'a chunk without a size': post('Transfer-Encoding: chunked\r\n', `zz\r\nabc\r\n0\r\n\r\n${SECOND}`),
  'a chunk of negative size': post('Transfer-Encoding: chunked\r\n', `-1\r\nabc\r\n0\r\n\r\n${SECOND}`),
  'a chunk beyond 64 bits': post('Transfer-Encoding: chunked\r\n', `fffffffffffffffff\r\nabc\r\n0\r\n\r\n${SECOND}`),
  'a chunk longer than it says': post('Transfer-Encoding: chunked\r\n', `1\r\nabc\r\n0\r\n\r\n${SECOND}`),
  'a chunk extension without end': post('Transfer-Encoding: chunked\r\n', `1;${'x'.repeat(100_000)}`),
  'a folded header': `GET / HTTP/1.1\r\n${HOST}X: a\r\n b\r\n c: d\x01\r\n\r\n`,
  'a header with a null byte': `GET / HTTP/1.1\r\n${HOST}X: a\0b\r\n\r\n`,
  'a header name with a blank': `GET / HTTP/1.1\r\n${HOST}X y: a\r\n\r\n`,
  'a header without a name': `GET / HTTP/1.1\r\n${HOST}: a\r\n\r\n`,
  'a header without a colon': `GET / HTTP/1.1\r\n${HOST}nothing\r\n\r\n`,
  'a bare carriage return in a header': `GET / HTTP/1.1\r\n${HOST}X: a\rY: b\r\n\r\n`,
  'no Host': 'GET / HTTP/1.1\r\n\r\n',
  'an empty Host': 'GET / HTTP/1.1\r\nHost:\r\n\r\n',
  'a header of 100 KB': `GET / HTTP/1.1\r\n${HOST}X: ${'x'.repeat(100_000)}\r\n\r\n`,
  'a path of 100 KB': `GET /${'x'.repeat(100_000)} HTTP/1.1\r\n${HOST}\r\n`,
  '10,000 headers': `GET / HTTP/1.1\r\n${HOST}${'a: b\r\n'.repeat(10_000)}\r\n`,
  'a path with a blank in it': `GET /a b HTTP/1.1\r\n${HOST}\r\n`,
  'a path with a null byte': `GET /a\0b HTTP/1.1\r\n${HOST}\r\n`,
  'a path in raw UTF-8': Buffer.from(`GET /gr\u00fc\u00dfe HTTP/1.1\r\n${HOST}\r\n`),
  'an unknown method': `FETCH / HTTP/1.1\r\n${HOST}\r\n`,
  'a method in lower case': `get / HTTP/1.1\r\n${HOST}\r\n`,
  'an unknown version of HTTP': `GET / HTTP/3.7\r\n${HOST}\r\n`,
  'no version of HTTP': 'GET /\r\n\r\n',
  'the preface of HTTP/2': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  'the hello of TLS': Buffer.from('160301013801000134030300000000', 'hex'),
  'a hello of another protocol': 'SSH-2.0-OpenSSH_9.0\r\n',
  'null bytes': Buffer.alloc(1000),
  'a tunnel': `CONNECT 127.0.0.1:22 HTTP/1.1\r\n${HOST}\r\n`,
  'a tunnel to another host': 'CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n',
};

/** Odd, but HTTP: answered like any other request. */
const ODD: Readonly<Record<string, string>> = {
  'the absolute form': `GET http://127.0.0.1/_hearth/health HTTP/1.1\r\n${HOST}\r\n`,
  'an upgrade to a WebSocket': `GET /_hearth/health HTTP/1.1\r\n${HOST}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
  'an upgrade to HTTP/2': `GET /_hearth/health HTTP/1.1\r\n${HOST}Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n`,
  'a body that GET does not have': `GET /_hearth/health HTTP/1.1\r\n${HOST}Content-Length: 4\r\n\r\nabcd`,
  'HTTP/1.0': `GET /_hearth/health HTTP/1.0\r\n${HOST}\r\n`,
  'a blank line before it': `\r\nGET /_hearth/health HTTP/1.1\r\n${HOST}\r\n`,
};

describe('requests that are no HTTP', () => {
  let platform: WatchedPlatform;
  before(async () => {
    platform = await startWatched();
  });
  after(() => platform[Symbol.asyncDispose]());

  for (const [name, bytes] of Object.entries(BROKEN)) {
    test(`${name}: is refused`, async () => {
      const { outcome, status, body } = await ask(platform.port, Buffer.from(bytes as string, 'latin1'));
      assert.equal(outcome, 'answered');
      assert.ok(status >= 400 && status < 500, `${status} ${body.toString()}`);
      assert.equal(typeof (JSON.parse(body.toString()) as { message?: unknown }).message, 'string');
    });
  }

  for (const [name, bytes] of Object.entries(ODD)) {
    test(`${name}: is served`, async () => {
      const { outcome, status } = await ask(platform.port, Buffer.from(bytes, 'latin1'));
      assert.deepEqual([outcome, status], ['answered', 200]);
    });
  }

  test('none of it is an error of the platform', () => assert.deepEqual(platform.bugs(), []));
});
