import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, test, type TestContext } from 'node:test';
import { silentLogger } from '../../kernel/logger.ts';
import type { WireRequest } from '../../protocol/wire.ts';
import { echo, start, text } from '../listener.fixture.ts';
import { listen, type Listener } from '../listener.ts';

const GET = 'GET / HTTP/1.1\r\nHost: h\r\n\r\n';
const post = (body: string) => `POST / HTTP/1.1\r\nHost: h\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

/** A client that sends text and waits for what it expects in turn. */
class Talker {
  readonly socket: Socket;
  #heard = '';

  constructor(t: TestContext, { port }: Listener) {
    this.socket = connect(port, '127.0.0.1').on('error', () => {});
    this.socket.setEncoding('latin1');
    t.after(() => this.socket.destroy());
  }

  say(sent: string): this {
    this.socket.write(sent, 'latin1');
    return this;
  }

  /** Everything up to the end of the first match. */
  async hear(expected: RegExp): Promise<string> {
    for (;;) {
      const match = expected.exec(this.#heard);
      if (match) {
        const end = match.index + match[0].length;
        const heard = this.#heard.slice(0, end);
        this.#heard = this.#heard.slice(end);
        return heard;
      }
      const [piece] = (await once(this.socket, 'data')) as [string];
      this.#heard += piece;
    }
  }

  ended(): Promise<unknown> {
    return this.socket.destroyed ? Promise.resolve() : once(this.socket, 'close');
  }
}

describe('connections of plain requests', () => {
  test('are answered with a length, a date and how long they are kept', async (t) => {
    const talker = new Talker(t, await start(t, echo));
    const answer = await talker.say(post('body')).hear(/\r\n\r\nbody/);
    assert.match(answer, /^HTTP\/1\.1 200 OK\r\n/);
    assert.match(answer, /\r\ncontent-length: 4\r\n/);
    assert.match(
      answer,
      /\r\nDate: \w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT\r\nConnection: keep-alive\r\nKeep-Alive: timeout=75\r\n/,
    );
  });

  test('go on in Node when something else than a plain request comes, and lose nothing', async (t) => {
    const talker = new Talker(t, await start(t, echo));
    await talker.say(post('first')).hear(/\r\n\r\nfirst/);
    await talker.say('POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nse').hear(/^/);
    await talker.say('cond\r\n0\r\n\r\n').hear(/\r\n\r\nsecond/);
    await talker.say(post('third')).hear(/\r\n\r\nthird/);
    await talker.say(post('fourth') + post('fifth')).hear(/\r\n\r\nfourth.*\r\n\r\nfifth/s);
  });

  test('a body that comes behind its head is read whole', async (t) => {
    const talker = new Talker(t, await start(t, echo));
    const [head, body] = post('in two pieces').split('\r\n\r\n') as [string, string];
    talker.say(`${head}\r\n\r\n`);
    await talker.say(body).hear(/\r\n\r\nin two pieces/);
  });

  test('answer what comes early in its turn', async (t) => {
    const gate = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const listener = await start(t, async (request, ip) => {
      begun.resolve();
      await gate.promise;
      return echo(request, ip);
    });
    const talker = new Talker(t, listener).say(post('first'));
    await begun.promise;
    talker.say(post('second')).say(post('third'));
    gate.resolve();
    await talker.hear(/\r\n\r\nfirst.*\r\n\r\nsecond.*\r\n\r\nthird/s);
  });

  test('do not read from who does not read', async (t) => {
    let asked = 0;
    const big = Buffer.alloc(4 << 20, 'x');
    const listener = await start(t, async ({ method }) => {
      if (method === 'GET') asked += 1;
      return { status: 200, headers: {}, body: big };
    });
    const greedy = new Talker(t, listener);
    greedy.socket.pause();
    const other = new Talker(t, listener);
    let sent = 0;
    while (asked === sent && sent < 40) {
      greedy.say(GET);
      sent += 1;
      // Other connections are answered meanwhile: it had its chances.
      for (let round = 0; round < 3; round++) await other.say(GET.replace('GET', 'HEAD')).hear(/\r\n\r\n/);
    }
    assert.ok(asked < 40, `${asked} answers of 4 MB wait for a client that reads none`);
  });

  test('send no body with an answer to HEAD, with 204 and 304', async (t) => {
    const listener = await start(t, async ({ path }) => ({ status: Number(path.slice(1)), headers: {}, body: 'body' }));
    const talker = new Talker(t, listener);
    const head = await talker.say('HEAD /200 HTTP/1.1\r\nHost: h\r\n\r\n').hear(/\r\n\r\n/);
    assert.match(head, /\r\ncontent-length: 4\r\n/);
    for (const status of [204, 304]) {
      const answer = await talker.say(GET.replace('/', `/${status}`)).hear(/\r\n\r\n/);
      assert.match(answer, new RegExp(`^HTTP/1\\.1 ${status} `));
      assert.doesNotMatch(answer, /content-length/i);
    }
  });

  test('stream an answer of unknown length in chunks', async (t) => {
    const listener = await start(t, async () => ({
      status: 200,
      headers: {},
      body: (async function* () {
        yield Buffer.from('one');
        yield Buffer.alloc(0);
        yield Buffer.from('a dozen more');
      })(),
    }));
    const answer = await new Talker(t, listener).say(GET).hear(/0\r\n\r\n$/);
    assert.match(answer, /Transfer-Encoding: chunked\r\n.*\r\n\r\n3\r\none\r\nc\r\na dozen more\r\n0\r\n\r\n$/s);
  });

  for (const name of ['content-length', 'Content-Length']) {
    test(`stream an answer whose ${name} is known without chunks`, async (t) => {
      const listener = await start(t, async () => ({
        status: 200,
        headers: { [name]: '6' },
        body: (async function* () {
          yield Buffer.from('one');
          yield Buffer.from('two');
        })(),
      }));
      const answer = await new Talker(t, listener).say(GET).hear(/two/);
      assert.match(answer, /^HTTP\/1\.1 200 OK\r\ncontent-length: 6\r\nDate: [^\n]*\n.*\r\n\r\nonetwo$/is);
      assert.doesNotMatch(answer, /chunked/i);
    });
  }

  test('send large answers, and bytes of any kind, as they are', async (t) => {
    const bytes = Buffer.from(Array.from({ length: 100_000 }, (_, at) => at % 256));
    const listener = await start(t, async ({ path }) => ({
      status: 200,
      headers: {},
      body: path === '/small' ? bytes.subarray(0, 256) : bytes,
    }));
    for (const [path, sent] of [
      ['small', bytes.subarray(0, 256)],
      ['large', bytes],
    ] as const) {
      const answer = await fetch(`${listener.endpoint}/${path}`);
      assert.deepEqual(Buffer.from(await answer.arrayBuffer()), sent);
    }
  });

  test('are cut off when a header could split the answer', async (t) => {
    const listener = await start(t, async () => ({ status: 200, headers: { 'a: b\r\nc': 'd' }, body: 'x' }));
    await new Talker(t, listener).say(GET).ended();
  });

  test('tell who waits for them when their client is gone', async (t) => {
    const seen = Promise.withResolvers<WireRequest>();
    const listener = await start(t, async (request) => {
      seen.resolve(request);
      await once(request.signal, 'abort');
      return text('late');
    });
    const talker = new Talker(t, listener).say(GET);
    const request = await seen.promise;
    const { signal } = request;
    assert.equal(request.gone, false);
    talker.socket.destroy();
    if (!signal.aborted) await once(signal, 'abort');
    assert.equal(request.gone, true);
  });
});

describe('the end of connections of plain requests', () => {
  test('comes when nothing is asked for a while, not while an answer is awaited', async (t) => {
    const gate = Promise.withResolvers<void>();
    const handle = async (request: WireRequest, ip: string) => {
      if (request.path === '/slow') await gate.promise;
      return echo(request, ip);
    };
    const listener = await start(t, handle, { keepAliveTimeoutMs: 50 });
    const slow = new Talker(t, listener).say(GET.replace('/', '/slow'));
    const idle = new Talker(t, listener).say(post('asked once'));
    const silent = new Talker(t, listener);
    await idle.hear(/asked once/);
    await Promise.all([idle.ended(), silent.ended()]);
    gate.resolve();
    await slow.hear(/\r\n\r\n$/);
  });

  test('comes with the last answer when the listener stops', async (t) => {
    const [begun, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const handle = async (request: WireRequest, ip: string) => {
      if (request.path === '/slow') {
        begun.resolve();
        await gate.promise;
      }
      return echo(request, ip);
    };
    const listener = await listen({ host: '127.0.0.1', port: 0, logger: silentLogger }, handle);
    const idle = new Talker(t, listener).say(GET);
    await idle.hear(/\r\n\r\n$/);
    const slow = new Talker(t, listener).say(GET.replace('/', '/slow'));
    await begun.promise;
    const stopped = listener.stop(10_000);
    await idle.ended();
    gate.resolve();
    assert.match(await slow.hear(/\r\n\r\n$/), /\r\nConnection: close\r\n/);
    await slow.ended();
    await stopped;
  });
});
