import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { NodeInstaller } from './runtimes/node-installer.ts';
import { type EngineFixture, startEngine } from './testing/engine-fixture.ts';

/** A runtime of its own, over nothing but HTTP: what a Go or Rust binary does. */
const bootstrapOn = (node: string) => `#!${node}
const http = require('node:http');
const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
const call = (method, path, body, headers = {}) => new Promise((resolve, reject) => {
  const request = http.request({ host, port, method, path: '/2018-06-01/runtime' + path, headers }, response => {
    const chunks = [];
    response.on('data', chunk => chunks.push(chunk));
    response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks).toString() }));
  });
  request.on('error', reject);
  if (typeof body === 'function') body(request);
  else request.end(body);
});
if (process.env.BROKEN) {
  call('POST', '/init/error', JSON.stringify({ errorType: 'Custom', errorMessage: 'cannot start' }), { 'Lambda-Runtime-Function-Error-Type': 'Runtime.CannotStart' }).then(() => process.exit(3));
} else main();
async function main() {
  for (;;) {
    const next = await call('GET', '/invocation/next');
    const id = next.headers['lambda-runtime-aws-request-id'];
    const event = JSON.parse(next.body);
    console.log('event', next.body);
    if (event.fail) {
      await call('POST', '/invocation/' + id + '/error', JSON.stringify({ errorType: 'MyError', errorMessage: 'failed' }), { 'Lambda-Runtime-Function-Error-Type': 'Function.MyError' });
    } else if (event.stream) {
      await call('POST', '/invocation/' + id + '/response', request => {
        request.write('one ');
        request.end('two');
      }, { 'Lambda-Runtime-Function-Response-Mode': 'streaming', 'Transfer-Encoding': 'chunked', 'Content-Type': 'text/plain' });
    } else if (event.large) {
      globalThis.refused = await call('POST', '/invocation/' + id + '/response', 'x'.repeat(6291557));
    } else {
      const answer = { event, cwd: process.cwd(), handler: process.env._HANDLER, fds: event.probe ? [
        await call('POST', '/invocation/wrong/response', '{}'), globalThis.refused] : undefined };
      await call('POST', '/invocation/' + id + '/response', JSON.stringify(answer));
    }
  }
}
`;

describe('a custom runtime', () => {
  let fixture: EngineFixture;
  let bootstrap: string;
  before(async () => {
    // Not this process's own: a checkout below /tmp lies behind the sandbox's private one.
    const { executable } = await new NodeInstaller().locate('22');
    bootstrap = bootstrapOn(executable);
    const visiblePaths = [executable];
    const locate = async (runtime: string) =>
      ({ runtime, family: 'provided', version: 'al2023', visiblePaths }) as const;
    fixture = await startEngine({ runtimes: { locate } });
  });
  after(() => fixture[Symbol.asyncDispose]());

  const custom = { runtime: 'provided.al2023', handler: 'my.handler' };

  it('takes its invocations from the Runtime API and answers there', async () => {
    const spec = await fixture.define({ 'bootstrap*': bootstrap }, custom);
    const result = await fixture.invoke(spec, { n: 1 });
    assert.deepEqual(result.value, { event: { n: 1 }, cwd: '/var/task', handler: 'my.handler' });
    assert.ok((result.metrics.initMs ?? 0) > 0);
    assert.equal((await fixture.invoke(spec, { n: 2 })).metrics.initMs, undefined);
  });

  it('reports the failure of an invocation', async () => {
    const spec = await fixture.define({ 'bootstrap*': bootstrap }, custom);
    const result = await fixture.invoke(spec, { fail: true });
    assert.equal(result.functionError, 'Unhandled');
    assert.deepEqual(result.value, { errorType: 'MyError', errorMessage: 'failed' });
    assert.equal((await fixture.invoke(spec, {})).functionError, undefined);
  });

  it('streams', async () => {
    const spec = await fixture.define({ 'bootstrap*': bootstrap }, custom);
    const chunks: Buffer[] = [];
    const stream = { start: () => {}, write: async (chunk: Uint8Array) => void chunks.push(Buffer.from(chunk)) };
    await fixture.invoke(spec, { stream: true }, { stream });
    assert.equal(Buffer.concat(chunks).toString(), 'one two');
  });

  it('is refused a wrong request id and too large an answer, with the texts of AWS', async () => {
    const spec = await fixture.define({ 'bootstrap*': bootstrap }, custom);
    const large = await fixture.invoke(spec, { large: true });
    assert.equal((large.value as { errorType: string }).errorType, 'Function.ResponseSizeTooLarge');
    const { value } = await fixture.invoke(spec, { probe: true });
    const [wrongId, tooLarge] = (value as { fds: { status: number; body: string }[] }).fds;
    assert.deepEqual(
      [wrongId?.status, wrongId?.body],
      [400, '{"errorMessage":"Invalid request ID","errorType":"InvalidRequestID"}'],
    );
    assert.equal(tooLarge?.status, 413);
    assert.match(tooLarge?.body ?? '', /Exceeded maximum allowed payload size \(6291556 bytes\)\./);
  });

  it('is held to the states of the Runtime API', async () => {
    const asking = `#!/bin/sh
exec ${bootstrap.slice(2, bootstrap.indexOf('\n'))} -e '
const api = "http://" + process.env.AWS_LAMBDA_RUNTIME_API + "/2018-06-01/runtime/";
const post = async (path, body, headers = {}) => { const reply = await fetch(api + path, { method: "POST", body, headers }); return [reply.status, await reply.json()]; };
let before;
(async () => { for (;;) {
  const next = await fetch(api + "invocation/next");
  const id = next.headers.get("lambda-runtime-aws-request-id");
  const told = ["deadline-ms", "invoked-function-arn", "trace-id", "client-context", "cognito-identity"].map((name) => next.headers.get("lambda-runtime-" + name));
  const refused = [await post("invocation/" + id + "/response", "{}", { "Lambda-Runtime-Function-Response-Mode": "torn" }), await post("init/error", "{}"), before && await post("invocation/" + before + "/response", "{}")];
  await post("invocation/" + id + "/response", JSON.stringify({ told, refused, twice: globalThis.twice }));
  globalThis.twice = await post("invocation/" + id + "/response", "{}");
  before = id;
} })()'`;
    const spec = await fixture.define({ 'bootstrap*': asking }, custom);
    const context = { clientContext: '{"custom":{}}', traceHeader: 'Root=1' };
    interface Told {
      readonly told: readonly (string | null)[];
      readonly refused: readonly ([number, { errorType: string; errorMessage: string }] | null)[];
      readonly twice: readonly [number, { errorType: string; errorMessage: string }];
    }
    const first = (await fixture.invoke(spec, {}, context)).value as Told;
    assert.ok(Math.abs(Number(first.told[0]) - Date.now() - 20_000) < 20_000);
    assert.deepEqual(first.told.slice(1), [spec.functionArn, 'Root=1', '{"custom":{}}', null]);
    const denied = (from: string, to: string) => [
      403,
      {
        errorType: 'InvalidStateTransition',
        errorMessage: `State transition from ${from} to ${to} failed for runtime. Error: State transition is not allowed`,
      },
    ];
    assert.deepEqual(first.refused[0]?.[1].errorType, 'Runtime.InvalidResponseModeHeader');
    assert.equal(first.refused[0]?.[0], 400);
    assert.deepEqual(first.refused[1], denied('Running', 'InitError'));
    const second = (await fixture.invoke(spec)).value as Told;
    assert.deepEqual(second.told.slice(2), [null, null, null], 'what there is not is left out');
    assert.deepEqual(second.twice, denied('ResponseSent', 'InvocationResponse'));
    assert.deepEqual(second.refused[2], [400, { errorMessage: 'Invalid request ID', errorType: 'InvalidRequestID' }]);
  });

  it('reports that it could not start', async () => {
    const spec = await fixture.define({ 'bootstrap*': bootstrap }, { ...custom, environment: { BROKEN: '1' } });
    const result = await fixture.invoke(spec);
    assert.deepEqual(result.value, { errorType: 'Custom', errorMessage: 'cannot start' });
    assert.match(result.tail, /Error Type: Runtime.CannotStart/);
  });

  it('that gives a type of another form is reported as Runtime.Unknown, and as Function.Unknown for an invocation', async () => {
    const odd = bootstrap.replace('Runtime.CannotStart', 'odd').replace('Function.MyError', 'odd');
    const broken = await fixture.define({ 'bootstrap*': odd }, { ...custom, environment: { BROKEN: '1' } });
    assert.match((await fixture.invoke(broken)).tail, /\tStatus: error\tError Type: Runtime\.Unknown\n$/);
    const failing = await fixture.define({ 'bootstrap*': odd }, custom);
    assert.match((await fixture.invoke(failing, { fail: true })).tail, /\tError Type: Function\.Unknown\n$/);
  });

  it('whose answer breaks off is told TruncatedHTTPRequest, and its caller Runtime.TruncatedResponse', async () => {
    const torn = `#!/bin/sh
exec ${bootstrap.slice(2, bootstrap.indexOf('\n'))} -e '
const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(":");
const half = (id) => new Promise((resolve) => {
  const socket = require("net").connect({ host, port, allowHalfOpen: true });
  let text = "";
  socket.on("data", (bytes) => (text += bytes)).on("close", () => resolve(text));
  socket.end("POST /2018-06-01/runtime/invocation/" + id + "/response HTTP/1.1\\r\\nHost: api\\r\\nContent-Length: 10\\r\\n\\r\\nhalf");
});
(async () => { for (let told = null; ; ) {
  const next = await fetch("http://" + host + ":" + port + "/2018-06-01/runtime/invocation/next");
  const id = next.headers.get("lambda-runtime-aws-request-id");
  if (told) await fetch("http://" + host + ":" + port + "/2018-06-01/runtime/invocation/" + id + "/response", { method: "POST", body: JSON.stringify(told) });
  else told = await half(id);
} })()'`;
    const spec = await fixture.define({ 'bootstrap*': torn }, custom);
    const { value, functionError, tail } = await fixture.invoke(spec, {}, { requestId: 'r' });
    assert.equal(functionError, 'Unhandled');
    const errorMessage = 'RequestId: r Error: HTTP request detected as truncated';
    assert.deepEqual(value, { errorType: 'Runtime.TruncatedResponse', errorMessage });
    assert.match(tail, /\tStatus: error\tError Type: Runtime\.TruncatedResponse\n$/);
    const told = (await fixture.invoke(spec)).value as string;
    assert.match(told, /^HTTP\/1\.1 400 /);
    assert.match(told, /\{"errorMessage":"HTTP request detected as truncated","errorType":"TruncatedHTTPRequest"\}$/);
  });

  for (const [what, files, reason] of [
    [
      'is missing',
      { readme: 'nothing to run' },
      "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]",
    ],
    ['is not executable', { bootstrap: '#!/bin/sh\nexit 0' }, 'fork/exec /var/task/bootstrap: permission denied'],
    ['has no interpreter', { 'bootstrap*': '#!/no/such' }, 'fork/exec /var/task/bootstrap: no such file or directory'],
    ['is no program', { 'bootstrap*': 'hello' }, 'fork/exec /var/task/bootstrap: exec format error'],
  ] as const) {
    it(`fails with Runtime.InvalidEntrypoint when its bootstrap ${what}, and the log says so`, async () => {
      const spec = await fixture.define(files, custom);
      const result = await fixture.invoke(spec, {}, { requestId: 'r' });
      const errorMessage = `RequestId: r Error: ${reason}`;
      assert.deepEqual(result.value, { errorType: 'Runtime.InvalidEntrypoint', errorMessage });
      assert.ok(result.tail.includes(`\n${errorMessage}\nRuntime.InvalidEntrypoint\nEND RequestId: r\n`), result.tail);
      assert.match(result.tail, /\tPhase: invoke\tStatus: error\tError Type: Runtime.InvalidEntrypoint\n/);
      assert.match(result.tail, /\tStatus: error\tError Type: Runtime.InvalidEntrypoint\n$/);
    });
  }

  it('finds its bootstrap in a layer', async () => {
    const sha256 = await fixture.store({ 'bootstrap*': bootstrap });
    const spec = await fixture.define({ code: '' }, { ...custom, layers: [{ arn: 'l:1', sha256 }] });
    assert.equal((await fixture.invoke(spec, { n: 1 })).functionError, undefined);
  });
});
