import assert from 'node:assert/strict';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { describe, test, type TestContext } from 'node:test';
import * as fc from 'fast-check';
import { collect } from '../../protocol/wire-body.ts';
import { type PlainHead, rawHeadersOf, readPlainHead } from './plain-head.ts';

const MAX = 32 * 1024;
const read = (text: string, max = MAX) => readPlainHead(Buffer.from(text, 'latin1'), max);

describe('plain requests', () => {
  test('are read as they came', () => {
    const sent = 'POST /a%2Fb?x=1 HTTP/1.1\r\nHost: h\r\nX-One:  a:b \t\r\nX-Two:\r\nContent-Length: 4\r\n\r\nbody';
    const head = read(sent)!;
    assert.deepEqual([head.method, head.target, sent.slice(head.bodyAt)], ['POST', '/a%2Fb?x=1', 'body']);
    assert.deepEqual(head.headers, { host: 'h', 'x-one': 'a:b', 'x-two': '', 'content-length': '4' });
    assert.deepEqual(rawHeadersOf(head.lines), ['Host', 'h', 'X-One', 'a:b', 'X-Two', '', 'Content-Length', '4']);
  });

  test('may say that they keep the connection', () => {
    assert.ok(read('GET / HTTP/1.1\r\nHost: h\r\nConnection: Keep-Alive\r\n\r\n'));
  });

  test('have none of the headers of the ones before', () => {
    const headers = (...lines: string[]) => read(`GET / HTTP/1.1\r\nHost: h\r\n${lines.join('')}\r\n`)?.headers;
    assert.deepEqual(headers('A: 1\r\n', 'B: 2\r\n'), { host: 'h', a: '1', b: '2' });
    assert.deepEqual(headers('A: 3\r\n', 'B: 4\r\n'), { host: 'h', a: '3', b: '4' });
    assert.deepEqual(headers('A: 5\r\n'), { host: 'h', a: '5' });
    assert.deepEqual(headers('A: 6\r\n', 'B: 7\r\n', 'C: 8\r\n'), { host: 'h', a: '6', b: '7', c: '8' });
    assert.deepEqual(headers('a: 9\r\n', '1: 10\r\n'), { host: 'h', a: '9', '1': '10' });
    assert.equal(headers('A: 1\r\n', 'a: 2\r\n'), undefined);
  });

  const others: Readonly<Record<string, string>> = {
    'a head that is not complete': 'GET / HTTP/1.1\r\nHost: h\r\n',
    'a body that is not complete': 'POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nbody',
    'a body that goes on': 'POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nbody',
    'a body of no length': 'POST / HTTP/1.1\r\nHost: h\r\n\r\nbody',
    'a length in another form': 'POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 04\r\n\r\nbody',
    'a second request behind it': 'GET / HTTP/1.1\r\nHost: h\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n',
    'a header that comes twice': 'GET / HTTP/1.1\r\nHost: h\r\nA: 1\r\na: 2\r\n\r\n',
    'a header with the name of a method of objects': 'GET / HTTP/1.1\r\nHost: h\r\nconstructor: x\r\n\r\n',
    chunks: 'POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    'an expectation': 'POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\n\r\n',
    'an upgrade': 'GET / HTTP/1.1\r\nHost: h\r\nUpgrade: h2c\r\n\r\n',
    'a connection that is to end': 'GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n',
    'HTTP/1.0': 'GET / HTTP/1.0\r\nHost: h\r\n\r\n',
    'the absolute form': 'GET http://h/ HTTP/1.1\r\nHost: h\r\n\r\n',
    'the asterisk form': 'OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n',
    'another method': 'TRACE / HTTP/1.1\r\nHost: h\r\n\r\n',
    'no host': 'GET / HTTP/1.1\r\nA: b\r\n\r\n',
    'an empty host': 'GET / HTTP/1.1\r\nHost: \r\n\r\n',
    'no header': 'GET / HTTP/1.1\r\n\r\n',
    'a folded header': 'GET / HTTP/1.1\r\nHost: h\r\nA: b\r\n c\r\n\r\n',
    'a space before the colon': 'GET / HTTP/1.1\r\nHost: h\r\nA : b\r\n\r\n',
    'a bare carriage return': 'GET / HTTP/1.1\r\nHost: h\r\nA: b\rC: d\r\n\r\n',
    'a bare line feed': 'GET / HTTP/1.1\r\nHost: h\nA: b\r\n\r\n',
    'a null byte': 'GET / HTTP/1.1\r\nHost: h\r\nA: b\0\r\n\r\n',
    'bytes beyond ASCII': 'GET / HTTP/1.1\r\nHost: h\r\nA: \xe9\r\n\r\n',
    'a blank in the target': 'GET /a b HTTP/1.1\r\nHost: h\r\n\r\n',
    'an empty line before it': '\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n',
  };
  for (const [title, sent] of Object.entries(others)) {
    test(`${title} is for Node's parser`, () => assert.equal(read(sent), null));
  }

  test('are no longer than heads may be', () => {
    const sent = `GET /${'x'.repeat(100)} HTTP/1.1\r\nHost: h\r\n\r\n`;
    assert.ok(read(sent, 200));
    assert.equal(read(sent, 50), null);
  });

  test("mean to Node's parser what they mean here, whatever is in them", async (t) => {
    const byNode = await nodeReader(t);
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(anyRequest, async (text) => {
        const head = read(text);
        if (!head) return;
        compared += 1;
        assert.deepEqual(seen(head, text), await byNode(text));
      }),
      { numRuns: 400 },
    );
    assert.ok(compared > 50, `only ${compared} were plain`);
  });
});

type Seen = readonly [method: string, target: string, headers: unknown, body: string];

function seen({ method, target, lines, bodyAt }: PlainHead, text: string): Seen {
  return [method, target, rawHeadersOf(lines), text.slice(bodyAt)];
}

/** Plain requests, most of them with something odd at a random place. */
const anyRequest = fc
  .record({
    method: fc.constantFrom('GET', 'POST', 'PUT', 'HEAD', 'DELETE', 'OPTIONS'),
    target: fc.stringMatching(/^[!-~]{0,8}$/),
    headers: fc.array(fc.tuple(fc.stringMatching(/^[\w!#$%&'*+.^`|~-]{1,6}$/), fc.string({ maxLength: 8 })), {
      maxLength: 4,
    }),
    body: fc.string({ maxLength: 12 }),
    odd: fc.constantFrom('', '', '', ' ', '\r', '\n', '\r\n', '\t', '\0', ':', '\x7f', '\xff', '#', '?'),
    at: fc.nat(120),
  })
  .map(({ method, target, headers, body, odd, at }) => {
    const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
    const length = method === 'GET' && body === '' ? '' : `Content-Length: ${body.length}\r\n`;
    const text = `${method} /${target} HTTP/1.1\r\nHost: h\r\n${lines}${length}\r\n${body}`;
    return text.slice(0, at) + odd + text.slice(at);
  });

/** What Node's parser makes of a text that is one whole request. Rejects when it makes nothing of it. */
async function nodeReader(t: TestContext): Promise<(text: string) => Promise<Seen>> {
  let take: ((message: IncomingMessage) => void) | null = null;
  const server = createServer((message, response) => {
    take?.(message);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  return (text) =>
    new Promise((resolve, reject) => {
      take = (message) =>
        void collect(message).then((body) => {
          resolve([message.method!, message.url!, message.rawHeaders, Buffer.from(body).toString('latin1')]);
          socket.destroy();
        }, reject);
      // A reset is the end of an earlier connection.
      server
        .removeAllListeners('clientError')
        .on('clientError', (error: NodeJS.ErrnoException) => error.code === 'ECONNRESET' || reject(error));
      const socket = connect(port, '127.0.0.1', () => socket.write(text, 'latin1'));
      socket.on('error', reject);
    });
}
