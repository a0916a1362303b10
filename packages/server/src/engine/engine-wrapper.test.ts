import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { HostRuntimeLocator } from './runtimes/host-runtime-locator.ts';
import { probeHost } from './sandbox/process/host.ts';
import { type EngineFixture, startEngine } from './testing/engine-fixture.ts';

const REQUEST = 'a6e31bd1-7dbc-4e4c-a01b-b1c3f3c00004';
const { capabilities } = await probeHost();

/** As OpenTelemetry's and Datadog's: changes variables and becomes the runtime. */
const CHANGING = `#!/bin/sh
export GREETING="it's $0" ARGUMENTS="$*" _HANDLER=other.handler
echo wrapping
exec "$@"`;

const NODE_FUNCTION = {
  'index.js': 'throw new Error("the wrapper names another handler")',
  'other.js': `console.log('loaded'); exports.handler = async (event) => ({
    event, greeting: process.env.GREETING, arguments: process.env.ARGUMENTS, handler: process.env._HANDLER,
    wrapper: process.env.AWS_LAMBDA_EXEC_WRAPPER, cwd: process.cwd(), secret: process.env.AWS_SECRET_ACCESS_KEY })`,
};

interface Answer {
  readonly event: unknown;
  readonly greeting: string;
  readonly arguments: string;
  readonly handler: string;
  readonly wrapper: string;
  readonly cwd: string;
  readonly secret: string;
}

/** Takes the place of the runtime, over HTTP alone, and closes the frame socket without knowing it. */
const REPLACING = (node: string) => `#!/bin/sh
exec 3<&-
exec ${node} -e '
const api = "http://" + process.env.AWS_LAMBDA_RUNTIME_API + "/2018-06-01/runtime/invocation/";
(async () => { for (;;) {
  const next = await fetch(api + "next");
  const event = await next.json();
  await fetch(api + next.headers.get("lambda-runtime-aws-request-id") + "/response", { method: "POST", body: JSON.stringify({ own: event }) });
} })()'`;

describe('AWS_LAMBDA_EXEC_WRAPPER', () => {
  let fixture: EngineFixture;
  before(async () => {
    fixture = await startEngine({ spares: 1, runtimes: new HostRuntimeLocator() });
  });
  after(() => fixture[Symbol.asyncDispose]());

  const wrappedBy = (path: string) => ({ environment: { AWS_LAMBDA_EXEC_WRAPPER: path } });

  it('starts the runtime with what a script of a layer made of its environment', async () => {
    const sha256 = await fixture.store({ 'wrapper*': CHANGING });
    const spec = await fixture.define(NODE_FUNCTION, {
      ...wrappedBy('/opt/wrapper'),
      layers: [{ arn: 'l:1', sha256 }],
    });
    const result = await fixture.invoke(spec, { n: 1 });
    const answer = result.value as Answer;
    assert.deepEqual(answer.event, { n: 1 });
    assert.match(answer.greeting, /^it's .*\/wrapper$/);
    assert.match(answer.arguments, /\/node .*runtime\.cjs$/);
    assert.deepEqual([answer.handler, answer.wrapper, answer.secret], ['other.handler', '/opt/wrapper', 'secret']);
    assert.ok((result.metrics.initMs ?? 0) > 0);
    const again = await fixture.invoke(spec, { n: 2 });
    assert.equal(again.metrics.initMs, undefined);
    assert.ok(fixture.log.some(({ message }) => message === 'wrapping\n'));
  });

  it('starts Python through a script of the function', async () => {
    const files = {
      'wrapper.sh*': CHANGING,
      'other.py': "import os\ndef handler(event, context): return [event, os.environ['ARGUMENTS'], os.getcwd()]",
    };
    const over = { runtime: 'python3.12', handler: 'gone.handler', ...wrappedBy('/var/task/wrapper.sh') };
    const spec = await fixture.define(files, over);
    const [event, args] = (await fixture.invoke(spec, 'hi')).value as string[];
    assert.equal(event, 'hi');
    assert.match(args ?? '', /__main__\.py$/);
  });

  it('may start another runtime, which takes invocations from the Runtime API', async () => {
    const locator = new HostRuntimeLocator();
    const { executable = '' } = await locator.locate('nodejs22.x');
    const node = capabilities.strategy === 'plain' ? executable : '/var/lang/bin/node';
    const spec = await fixture.define(
      { 'run*': REPLACING(node) },
      { runtime: 'nodejs22.x', ...wrappedBy('/var/task/run') },
    );
    const first = await fixture.invoke(spec, { n: 1 });
    assert.deepEqual(first.value, { own: { n: 1 } });
    assert.deepEqual((await fixture.invoke(spec, { n: 2 })).value, { own: { n: 2 } });
  });

  for (const [what, files, line, status] of [
    ['does not exist', {}, '/var/task/wrapper: does not exist', 127],
    ['is not an executable', { wrapper: '#!/bin/sh' }, '/var/task/wrapper: is not an executable', 126],
  ] as const) {
    it(`that ${what} fails the initialisation with exit status ${status}`, async () => {
      const spec = await fixture.define({ ...NODE_FUNCTION, ...files }, wrappedBy('/var/task/wrapper'));
      const result = await fixture.invoke(spec, {}, { requestId: REQUEST });
      assert.deepEqual(result.value, {
        errorType: 'Runtime.ExitError',
        errorMessage: `RequestId: ${REQUEST} Error: Runtime exited with error: exit status ${status}`,
      });
      const logged = () => fixture.log.some(({ message }) => message.endsWith(`${line.slice('/var/task'.length)}\n`));
      while (!logged()) await new Promise((resolve) => setImmediate(resolve));
      assert.match(result.tail, /INIT_REPORT .*\tPhase: invoke\tStatus: error\tError Type: Runtime.ExitError\n/);
    });
  }

  it('that never starts a runtime is ended at the time limit and leaves nothing behind', async () => {
    const spec = await fixture.define(
      {
        'wrapper*':
          '#!/bin/sh\n[ -e "${TMPDIR:-/tmp}/once" ] || { touch "${TMPDIR:-/tmp}/once"; exit 1; }\nexec sleep 600',
      },
      { timeoutSeconds: 1, ...wrappedBy('/var/task/wrapper') },
    );
    const result = await fixture.invoke(spec);
    assert.equal((result.value as { errorType: string }).errorType, 'Sandbox.Timedout');
    assert.match(result.tail, /\tPhase: invoke\tStatus: timeout\n/);
  });

  it('does not apply to custom runtimes', async () => {
    const spec = await fixture.define(
      { 'bootstrap*': '#!/bin/sh\nexit 9' },
      { runtime: 'provided.al2023', ...wrappedBy('/no/such') },
    );
    const result = await fixture.invoke(spec, {}, { requestId: REQUEST });
    assert.match((result.value as { errorMessage: string }).errorMessage, /exit status 9$/);
  });
});

describe('the Runtime API of a managed runtime', () => {
  it('answers, and has no invocation to give beside the runtime', async () => {
    await using fixture = await startEngine();
    const spec = await fixture.define(`exports.handler = async (_, context) => {
      const api = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2018-06-01/runtime/';
      const ask = async (path, method) => { const reply = await fetch(api + path, { method }); return [reply.status, await reply.text()]; };
      return [await ask('invocation/next', 'GET'), await ask('invocation/' + context.awsRequestId + '/response', 'POST'), await ask('init/error', 'POST')];
    }`);
    const refused = (to: string) =>
      `{"errorMessage":"State transition from Running to ${to} failed for runtime. Error: State transition is not allowed","errorType":"InvalidStateTransition"}`;
    assert.deepEqual((await fixture.invoke(spec)).value, [
      [403, refused('Ready')],
      [400, '{"errorMessage":"Invalid request ID","errorType":"InvalidRequestID"}'],
      [403, refused('InitError')],
    ]);
  });
});
