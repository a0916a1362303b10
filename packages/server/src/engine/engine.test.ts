import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type EngineFixture, startEngine } from './testing/engine-fixture.ts';

describe('the engine', () => {
  let fixture: EngineFixture;
  before(async () => {
    fixture = await startEngine({ spares: 1 });
  });
  after(() => fixture[Symbol.asyncDispose]());

  it('runs a function and answers with its result, its log and its metrics', async () => {
    const spec = await fixture.define(`exports.handler = async (event, context) => {
      console.log('seen', event.name);
      return { hello: event.name, id: context.awsRequestId, memory: context.memoryLimitInMB, cwd: process.cwd() };
    }`);
    assert.equal(await fixture.engine.prepare(spec), null);
    const requestId = 'a6e31bd1-7dbc-4e4c-a01b-b1c3f3c00001';
    const result = await fixture.invoke(spec, { name: 'world' }, { requestId });
    assert.deepEqual(result.value, { hello: 'world', id: requestId, memory: '256', cwd: '/var/task' });
    assert.equal(result.functionError, undefined);
    const [start, line, end, report, rest] = result.tail.split('\n');
    assert.equal(start, `START RequestId: ${requestId} Version: $LATEST`);
    assert.match(line ?? '', new RegExp(`^\\S+Z\\t${requestId}\\tINFO\\tseen world$`));
    assert.equal(end, `END RequestId: ${requestId}`);
    assert.match(
      report ?? '',
      /^REPORT RequestId: \S+\tDuration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 256 MB\tMax Memory Used: \d+ MB\tInit Duration: [\d.]+ ms\t$/,
    );
    assert.equal(rest, '');
    assert.ok(result.metrics.maxMemoryMb > 10);
    assert.equal(result.metrics.billedMs, Math.ceil(result.metrics.durationMs + (result.metrics.initMs ?? 0)));
  });

  it('answers 200 sequential invocations from one environment', async () => {
    const spec = await fixture.define('let count = 0; exports.handler = async () => ++count');
    for (let expected = 1; expected <= 200; expected++) assert.equal((await fixture.invoke(spec)).value, expected);
  });

  it('runs 10 parallel first invocations of a slow function in an environment each', async () => {
    const spec = await fixture.define(
      'exports.handler = () => new Promise(resolve => setTimeout(() => resolve(process.pid), 2000))',
    );
    await fixture.engine.prepare(spec);
    const results = await Promise.all(Array.from({ length: 10 }, () => fixture.invoke(spec)));
    assert.ok(results.every((result) => result.functionError === undefined));
    assert.equal(results.filter((result) => result.metrics.initMs !== undefined).length, 10);
  });

  it('lets many clients of a short function share a handful of environments', async () => {
    const spec = await fixture.define("const id = require('crypto').randomUUID(); exports.handler = async () => id");
    await fixture.invoke(spec);
    const seen = new Set<unknown>();
    await Promise.all(
      Array.from({ length: 64 }, async () => {
        for (let i = 0; i < 20; i++) seen.add((await fixture.invoke(spec)).value);
      }),
    );
    assert.ok(seen.size <= 16, `${seen.size} environments`);
  });

  it('does not start an invocation whose caller went away while it waited', async () => {
    const spec = await fixture.define('let count = 0; exports.handler = async () => ++count');
    await assert.rejects(fixture.invoke(spec, {}, { abandoned: () => true }), { message: /went away/ });
    assert.equal((await fixture.invoke(spec)).value, 1);
  });

  it('freezes an idle environment: its timers do not run between invocations', async () => {
    const spec = await fixture.define(
      'let ticks = 0; setInterval(() => ticks++, 10); exports.handler = async () => ticks',
    );
    const first = (await fixture.invoke(spec)).value as number;
    await new Promise((resolve) => setTimeout(resolve, 400));
    const second = (await fixture.invoke(spec)).value as number;
    assert.ok(second - first < 20, `${second - first} ticks in 400 ms`);
  });

  it('gives the function its variables, AWS ones and those of its role', async () => {
    const spec = await fixture.define('exports.handler = async () => process.env', {
      environment: { COLOUR: 'blue', TZ: 'Europe/Zurich' },
    });
    const { value } = await fixture.invoke(spec);
    const env = value as Record<string, string>;
    assert.equal(env['COLOUR'], 'blue');
    assert.equal(env['TZ'], 'Europe/Zurich');
    assert.equal(env['AWS_REGION'], 'us-east-1');
    assert.equal(env['AWS_ACCESS_KEY_ID'], 'ASIATEST');
    assert.equal(env['AWS_ENDPOINT_URL'], 'http://127.0.0.1:4566');
    assert.equal(env['AWS_EXECUTION_ENV'], 'AWS_Lambda_nodejs24.x');
    assert.equal(env['LAMBDA_TASK_ROOT'], '/var/task');
    assert.match(env['AWS_LAMBDA_LOG_STREAM_NAME'] ?? '', /^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/);
  });

  it('merges layers in order under /opt', async () => {
    const one = await fixture.store({ 'nodejs/node_modules/greet/index.js': "module.exports = 'one'", 'data/a': 'a' });
    const two = await fixture.store({ 'nodejs/node_modules/greet/index.js': "module.exports = 'two'" });
    const layers = [
      { arn: 'l:1', sha256: one },
      { arn: 'l:2', sha256: two },
    ];
    const spec = await fixture.define(
      "exports.handler = async () => [require('greet'), require('fs').readFileSync('/opt/data/a', 'utf8')]",
      { layers },
    );
    assert.deepEqual((await fixture.invoke(spec)).value, ['two', 'a']);
  });

  it('streams an answer while it is made', async () => {
    const spec = await fixture.define(`exports.handler = awslambda.streamifyResponse(async (event, stream) => {
      stream.setContentType('text/plain');
      stream.write('one '); stream.write('two'); stream.end();
    })`);
    const chunks: Buffer[] = [];
    let contentType = '';
    const stream = {
      start: (type: string) => void (contentType = type),
      write: async (chunk: Uint8Array) => void chunks.push(Buffer.from(chunk)),
    };
    const result = await fixture.invoke(spec, {}, { stream });
    assert.equal(Buffer.concat(chunks).toString(), 'one two');
    assert.equal(contentType, 'text/plain');
    assert.equal(result.payload.length, 0);
    assert.equal(result.functionError, undefined);
  });

  it('writes every line to the log sink in order, with the stream of the environment', async () => {
    const spec = await fixture.define(
      "exports.handler = async () => { console.log('a'); process.stdout.write('raw\\n'); }",
      { functionName: 'logged' },
    );
    await fixture.invoke(spec);
    const logged = () => fixture.log.filter((entry) => entry.group === '/aws/lambda/logged');
    await waitFor(() => ['raw', 'REPORT'].every((start) => logged().some((entry) => entry.message.startsWith(start))));
    const entries = logged();
    assert.equal(new Set(entries.map((entry) => entry.stream)).size, 1);
    const kinds = entries
      .filter((entry) => entry.message !== 'raw\n')
      .map((entry) => /^[A-Z_]+|\ta$/m.exec(entry.message)?.[0].trim());
    assert.deepEqual(kinds, ['INIT_START', 'START', 'a', 'END', 'REPORT']);
  });
});

async function waitFor(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}
