import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LogSink, LogSource } from './engine.ts';
import { FLOW_BYTES } from './logs/log-flow.ts';
import { unpackEvents } from './logs/event-packer.ts';
import { type EngineFixture, startEngine } from './testing/engine-fixture.ts';

/** Sockets are read in pieces of this size, and a piece is taken whole. */
const PIECE_BYTES = 65_536;
/** Some 6 MB in lines of 300 characters: more than may be on its way, and than sockets hold. */
const LINES = 20_000;
const TEXT = 'x'.repeat(300);

/** Ways to write a line, by their names. */
const WAYS = {
  'standard output': "const write = (line) => require('fs').writeSync(1, line + '\\n');",
  'console.log': 'const write = (line) => console.log(line);',
};

/** A store that has nothing until it is opened, and from then on stores at once. */
class ClosedStore implements LogSink {
  readonly messages: string[] = [];
  readonly #opening = Promise.withResolvers<void>();
  readonly #full = Promise.withResolvers<void>();
  readonly #ready = new Set<LogSource>();
  /** Resolves when as much came as may be on its way. */
  readonly full = this.#full.promise;
  bytes = 0;

  ready(source: LogSource): void {
    this.#ready.add(source);
    setImmediate(() => this.take());
  }

  take(): void {
    const sources = [...this.#ready];
    this.#ready.clear();
    for (const { data } of sources.flatMap((source) => source.take())) {
      this.bytes += data.length;
      for (const { message } of unpackEvents(data)) this.messages.push(message);
    }
    if (this.bytes > FLOW_BYTES) this.#full.resolve();
  }

  stored(): Promise<void> {
    this.take();
    return this.#opening.promise;
  }

  open(): void {
    this.#opening.resolve();
  }

  /** The numbers of the flood's lines. */
  numbers(): number[] {
    this.take();
    return this.messages.flatMap((message) => {
      const number = / (\d+)\n$/.exec(message)?.[1];
      return number === undefined || !message.includes(TEXT) ? [] : [Number(number)];
    });
  }

  assertBounded(): void {
    this.take();
    assert.ok(this.bytes <= FLOW_BYTES + 3 * PIECE_BYTES, `${this.bytes} bytes`);
  }
}

async function flooded(run: (fixture: EngineFixture, store: ClosedStore) => Promise<void>): Promise<void> {
  const store = new ClosedStore();
  await using fixture = await startEngine({ logSink: store });
  await run(fixture, store);
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

for (const [way, write] of Object.entries(WAYS)) {
  describe(`a function that floods its log by ${way}`, () => {
    const endless = `${write} exports.handler = async () => { for (let n = 0; ; n++) write('${TEXT} ' + n); };`;

    it('is held at the bound while its neighbour answers, and loses no line', () =>
      flooded(async (fixture, store) => {
        const flood = await fixture.define(
          `${write} exports.handler = async () => { for (let n = 0; n < ${LINES}; n++) write('${TEXT} ' + n); return 'done'; };`,
          { timeoutSeconds: 60 },
        );
        const neighbour = await fixture.define(
          "exports.handler = async () => { console.log('hello'); return 'fine'; }",
        );
        const answer = fixture.invoke(flood);
        await store.full;
        for (const _ of upTo(5)) assert.equal((await fixture.invoke(neighbour)).value, 'fine');
        store.assertBounded();
        store.open();
        const { value, tail } = await answer;
        assert.equal(value, 'done');
        assert.match(tail, new RegExp(` ${LINES - 1}\\nEND RequestId`));
        await fixture.engine.stop(0);
        assert.deepEqual(store.numbers(), upTo(LINES));
      }));

    it('is ended at its timeout while it is held, and starts again', () =>
      flooded(async (fixture, store) => {
        const spec = await fixture.define(
          endless.replace('async () => {', "async (event) => { if (event.calm) return 'calm';"),
          { timeoutSeconds: 2 },
        );
        const timedOut = await fixture.invoke(spec);
        assert.equal((timedOut.value as { errorType: string }).errorType, 'Sandbox.Timedout');
        assert.match(timedOut.tail, /\tStatus: timeout\n$/);
        store.open();
        assert.equal((await fixture.invoke(spec, { calm: true })).value, 'calm');
        const numbers = store.numbers();
        assert.deepEqual(numbers, upTo(numbers.length));
      }));

    it('does not keep the platform from stopping', () =>
      flooded(async (fixture, store) => {
        const spec = await fixture.define(endless, { timeoutSeconds: 60 });
        const answer = fixture.invoke(spec);
        await store.full;
        await fixture.engine.stop(0);
        assert.equal(((await answer).value as { errorType: string }).errorType, 'Runtime.ExitError');
      }));
  });
}

/** Over nothing but HTTP, as a Go binary. */
const BOOTSTRAP = `#!/bin/bash
IFS=: read -r host port <<< "$AWS_LAMBDA_RUNTIME_API"
call() {
  exec 4<>"/dev/tcp/$host/$port"
  printf '%s /2018-06-01/runtime/invocation/%s HTTP/1.0\\r\\nContent-Length: %s\\r\\n\\r\\n%s' "$1" "$2" "\${#3}" "$3" >&4
  reply=$(tr -d '\\r' <&4)
  exec 4>&-
}
while :; do
  call GET next
  id=$(sed -n 's/^lambda-runtime-aws-request-id: //Ip' <<< "$reply")
  seq 0 ${LINES - 1} | sed 's/^/${TEXT} /'
  call POST "$id/response" '"done"'
done
`;

describe('a custom runtime that floods its log', () => {
  it('is answered after its last line', () =>
    flooded(async (fixture, store) => {
      const over = { runtime: 'provided.al2023', timeoutSeconds: 60 };
      const spec = await fixture.define({ 'bootstrap*': BOOTSTRAP }, over);
      const answer = fixture.invoke(spec);
      await store.full;
      store.assertBounded();
      store.open();
      const { value, tail } = await answer;
      assert.equal(value, 'done');
      assert.match(tail, new RegExp(` ${LINES - 1}\\nEND RequestId`));
      assert.deepEqual(store.numbers(), upTo(LINES));
    }));
});

describe('a function whose child floods its log', () => {
  const start = `const child = require('child_process').spawn('yes', ['${TEXT} 0'], { stdio: 'inherit' });`;

  it('is answered, although there is always more to be read', () =>
    flooded(async (fixture, store) => {
      // The function's own lines fill the way: it cannot answer, and be frozen, before.
      const lines = `for (let n = 0; n < ${LINES}; n++) require('fs').writeSync(1, '${TEXT}\\n');`;
      const spec = await fixture.define(`${start} exports.handler = async () => { ${lines} return 'answered'; };`, {
        timeoutSeconds: 60,
      });
      const answer = fixture.invoke(spec);
      await store.full;
      store.open();
      assert.equal((await answer).value, 'answered');
    }));

  it('is told of its crash when that was held as well', () =>
    flooded(async (fixture, store) => {
      const spec = await fixture.define(
        `exports.handler = () => { ${start} setTimeout(() => process.exit(7), 2000); return new Promise(() => {}); };`,
        { timeoutSeconds: 60 },
      );
      const answer = fixture.invoke(spec);
      await store.full;
      store.open();
      const { value } = await answer;
      assert.match((value as { errorMessage: string }).errorMessage, /exit status 7$/);
    }));
});
