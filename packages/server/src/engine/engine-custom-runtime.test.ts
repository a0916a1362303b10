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

  it('reports that it could not start', async () => {
    const spec = await fixture.define({ 'bootstrap*': bootstrap }, { ...custom, environment: { BROKEN: '1' } });
    const result = await fixture.invoke(spec);
    assert.deepEqual(result.value, { errorType: 'Custom', errorMessage: 'cannot start' });
    assert.match(result.tail, /Error Type: Runtime.CannotStart/);
  });

  it('must have a bootstrap', async () => {
    const spec = await fixture.define({ readme: 'nothing to run' }, custom);
    const result = await fixture.invoke(spec, {}, { requestId: 'r' });
    assert.deepEqual(result.value, {
      errorType: 'Runtime.InvalidEntrypoint',
      errorMessage: "RequestId: r Error: Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]",
    });
  });
});
