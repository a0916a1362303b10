import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { CreateFunctionCommand, InvokeCommand, LambdaClient, waitUntilFunctionActiveV2 } from '@aws-sdk/client-lambda';
import { zipSync } from 'fflate';
import { createFunction } from '../platform/process-kit.ts';
import { Random } from './random.ts';
import { startWatched, type WatchedPlatform } from './watched-platform.ts';

const SEED = Number(process.env['HEARTH_FUZZ_SEED'] ?? Date.now() % 2 ** 31);
const BOOTSTRAP = readFileSync(join(import.meta.dirname, 'runtime-api-bootstrap.sh'));
const EXECUTABLE = { os: 3, attrs: 0o755 << 16 } as const;

const request = (line: string, headers = '', body = '') =>
  `${line} HTTP/1.1\r\nHost: api\r\nContent-Length: ${body.length}\r\n${headers}\r\n${body}`;
const API = '/2018-06-01/runtime';

/** Of an invocation that is running; `{id}` is its id. */
const BAD: readonly string[] = [
  'nothing of HTTP\r\n\r\n',
  '\0\0\0\0\r\n\r\n',
  request('GET /'),
  request(`GET ${API}/invocation/next/..`),
  request(`GET ${API}/../../../../etc/passwd`),
  request(`DELETE ${API}/invocation/next`),
  request('GET /__proto__'),
  request('constructor /'),
  request(`POST ${API}/invocation//response`),
  request(`POST ${API}/invocation/__proto__/response`, '', '{}'),
  request(`POST ${API}/invocation/{id}%00/response`, '', '{}'),
  request(`POST ${API}/invocation/${'x'.repeat(5_000)}/response`, '', '{}'),
  request(`POST ${API}/invocation/00000000-0000-0000-0000-000000000000/response`, '', '{}'),
  request(`POST ${API}/invocation/{id}/response`, 'Lambda-Runtime-Function-Response-Mode: nonsense\r\n', '{}'),
  request(`POST ${API}/init/error`, 'Lambda-Runtime-Function-Error-Type: __proto__\r\n', 'not JSON'),
  request(`POST ${API}/invocation/next`, `X: ${'x'.repeat(50_000)}\r\n`),
  `POST ${API}/init/error HTTP/1.1\r\nHost: api\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
  `POST ${API}/init/error HTTP/1.1\r\nHost: api\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n`,
  request('POST /2020-01-01/extension/register', 'Lambda-Extension-Name: a\r\n', '[{"events":null}]'),
  request('POST /2020-01-01/extension/register', 'Lambda-Extension-Name: __proto__\r\n', '{"events":["__proto__"]}'),
  request('POST /2020-01-01/extension/register', '', '['.repeat(30_000)),
  request('GET /2020-01-01/extension/event/next', 'Lambda-Extension-Identifier: ../../etc\r\n'),
  request('POST /2020-01-01/extension/exit/error', 'Lambda-Extension-Identifier: x\r\n', '\0'),
];

describe(`a runtime that attacks its Runtime API, seed ${SEED}`, () => {
  let platform: WatchedPlatform;
  let lambda: LambdaClient;
  before(async () => {
    platform = await startWatched();
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    lambda = new LambdaClient({ endpoint: platform.endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
    const FunctionName = 'enemy';
    const code = { ZipFile: zipSync({ bootstrap: [BOOTSTRAP, EXECUTABLE] }) };
    const Role = 'arn:aws:iam::000000000000:role/any';
    const settings = { Runtime: 'provided.al2023', Handler: 'x', Timeout: 60 } as const;
    await lambda.send(new CreateFunctionCommand({ FunctionName, Role, Code: code, ...settings }));
    await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 60, minDelay: 1, maxDelay: 1 }, { FunctionName });
  });
  after(async () => {
    lambda.destroy();
    await platform[Symbol.asyncDispose]();
  });

  async function invoke(FunctionName: string, event: unknown) {
    const { Payload, FunctionError } = await lambda.send(
      new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) }),
    );
    return { text: Payload?.transformToString() ?? '', failed: FunctionError !== undefined };
  }

  async function attack(messages: readonly (string | Buffer)[]): Promise<string[]> {
    const event = messages.map((message) => Buffer.from(message as string, 'latin1').toString('base64')).join(' ');
    const { text } = await invoke('enemy', event);
    return (JSON.parse(text) as string).split('|').slice(0, -1);
  }

  test('is answered 4xx, whatever it says', async () => {
    const answers = await attack(BAD);
    assert.equal(answers.length, BAD.length);
    for (const [i, line] of answers.entries()) assert.match(line, /^HTTP\/1\.1 4\d\d /, BAD[i]!.slice(0, 200));
  });

  test('is told that there is no telemetry, wherever it wants it sent', async () => {
    const message = request('PUT /2022-07-01/telemetry', '', '{"destination":{"URI":"file:///etc/passwd"}}');
    assert.deepEqual(await attack([message]), ['HTTP/1.1 202 Accepted']);
  });

  test('is answered 4xx when its requests have bytes changed', async () => {
    const random = new Random(SEED);
    const mutated = Array.from({ length: 40 }, () => {
      // Of no invocation: with the name of a bad header changed, the rest may be a good answer to the running one.
      const bytes = Buffer.from(random.pick(BAD).replaceAll('{id}', 'another'), 'latin1');
      // Never the line's beginning: `GET …/next` alone would wait, as it should.
      for (let i = 0; i < 3; i++) bytes[30 + random.below(Math.max(1, bytes.length - 34))] = random.below(256);
      return Buffer.concat([bytes, Buffer.from('\r\n\r\n')]);
    });
    for (const line of await attack(mutated)) assert.match(line, /^(HTTP\/1\.1 4\d\d .*|silence|)$/);
  });

  test('may answer with what is no JSON: its caller gets the bytes, the platform stays', async () => {
    const garbage = request(`POST ${API}/invocation/{id}/response`, 'Content-Type: \x80\r\n', '\x80\xff\x00{');
    await lambda.send(
      new InvokeCommand({
        FunctionName: 'enemy',
        Payload: JSON.stringify(Buffer.from(garbage, 'latin1').toString('base64')),
      }),
    );
    assert.match((await attack([request('GET /')]))[0]!, /404/);
  });

  test('a handler that writes garbage to its own channel ends its environment alone', async () => {
    const source = `exports.handler = async (event) => { if (event.bytes) require('fs').writeSync(3, Buffer.from(event.bytes, 'base64')); return 'fine'; }`;
    await createFunction(lambda, 'babbler', source);
    const random = new Random(SEED);
    const frames = [
      Buffer.from('ffffffff15', 'hex'),
      Buffer.from('0000000015', 'hex'),
      Buffer.from('00000001ff', 'hex'),
      Buffer.from('0000000215', 'hex'),
      Buffer.from('000000031500ff', 'hex'),
      Buffer.from('00000003140001', 'hex'),
      Buffer.from('0000000a18', 'hex'),
      Buffer.from('0000000119', 'hex'),
      Buffer.from('0000000112', 'hex'),
      // Whole answers: to no invocation, to one that was, to one that may come.
      ...[0, 1, 500].map((number) => Buffer.from(`0000000815${number.toString(16).padStart(8, '0')}000031`, 'hex')),
      ...[0, 1, 500].map((number) => Buffer.from(`0000000519${number.toString(16).padStart(8, '0')}`, 'hex')),
      ...Array.from({ length: 4 }, () => random.bytes(1 + random.below(200))),
    ];
    for (const bytes of frames) {
      await invoke('babbler', { bytes: bytes.toString('base64') });
      assert.deepEqual(await invoke('babbler', {}), { text: '"fine"', failed: false }, bytes.toString('hex'));
    }
  });

  test('none of it is an error of the platform, or written outside its directory', () => {
    assert.deepEqual({ bugs: platform.bugs(), outside: platform.filesOutside() }, { bugs: [], outside: [] });
    assert.ok(platform.memoryMb().peak < 512, `${platform.memoryMb().peak} MB`);
  });
});
