import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { FunctionSpec } from './engine.ts';
import { NodeInstaller } from './runtimes/node-installer.ts';
import { probeHost } from './sandbox/process/host.ts';
import { type EngineFixture, startEngine } from './testing/engine-fixture.ts';

const REQUEST = 'a6e31bd1-7dbc-4e4c-a01b-b1c3f3c00005';
const { capabilities } = await probeHost();
const { executable: node } = await new NodeInstaller().locate('22');

/** Registers, prints every event, and does what its variables say. */
const extensionOn = (interpreter: string) => `#!${interpreter}
const base = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API;
const { basename } = require('path');
const call = async (method, path, headers, body) => {
  const reply = await fetch(base + path, { method, headers, body });
  return { status: reply.status, headers: reply.headers, body: await reply.json() };
};
(async () => {
  const name = basename(__filename);
  console.log(name, 'variables', Object.keys(process.env).filter((key) => /^(_|LAMBDA_TASK|AWS_EXEC|AWS_LAMBDA_LOG_G|AWS_SECRET|AWS_LAMBDA_FUNCTION_NAME)/.test(key)).sort().join());
  if (process.env.EXT === 'crash') process.exit(3);
  const headers = { 'Lambda-Extension-Name': name, 'Lambda-Extension-Accept-Feature': 'accountId' };
  const registered = await call('POST', '/2020-01-01/extension/register', headers, JSON.stringify({ events: ['INVOKE', 'SHUTDOWN'] }));
  console.log(name, 'registered', registered.status, JSON.stringify(registered.body));
  const id = { 'Lambda-Extension-Identifier': registered.headers.get('lambda-extension-identifier') };
  const telemetry = await call('PUT', '/2022-07-01/telemetry', id, '{}');
  console.log(name, 'telemetry', telemetry.status, JSON.stringify(telemetry.body));
  if (process.env.EXT === 'init-error') {
    await call('POST', '/2020-01-01/extension/init/error', { ...id, 'Lambda-Extension-Function-Error-Type': 'Extension.NoConfig' });
    return process.exit(1);
  }
  for (;;) {
    const { body, headers } = await call('GET', '/2020-01-01/extension/event/next', id);
    console.log(name, JSON.stringify(body), Boolean(headers.get('lambda-extension-event-identifier')));
    if (body.eventType === 'SHUTDOWN') process.exit(0);
    if (process.env.EXT === 'crash-later') process.exit(5);
    if (process.env.EXT === 'exit-error') await call('POST', '/2020-01-01/extension/exit/error', { ...id, 'Lambda-Extension-Function-Error-Type': 'Extension.Lost' });
    if (process.env.EXT === 'slow') await new Promise((resolve) => setTimeout(resolve, 300));
    if (process.env.EXT === 'stuck') await new Promise((resolve) => setTimeout(resolve, 60000));
  }
})();
`;

describe(
  'external extensions',
  { skip: capabilities.strategy === 'plain' ? 'this host has no namespaces' : false, timeout: 60_000 },
  () => {
    let fixture: EngineFixture;
    let layers: FunctionSpec['layers'];
    before(async () => {
      const locate = async (runtime: string) => ({
        runtime,
        family: runtime.startsWith('provided') ? ('provided' as const) : ('nodejs' as const),
        version: '22.0.0',
        executable: node,
        visiblePaths: [node],
      });
      fixture = await startEngine({ spares: 1, runtimes: { locate } });
      layers = await layersOf('/var/lang/bin/node');
    });
    after(() => fixture[Symbol.asyncDispose]());

    const layersOf = async (interpreter: string) => [
      {
        arn: 'l:1',
        sha256: await fixture.store({ 'extensions/agent*': extensionOn(interpreter), 'extensions/readme': 'no' }),
      },
    ];
    const define = (functionName: string, code: string, over: Partial<FunctionSpec> = {}) =>
      fixture.define(code, { functionName, layers, memoryMb: 512, ...over });
    const linesOf = (functionName: string) =>
      fixture.log
        .filter(({ group }) => group === `/aws/lambda/${functionName}`)
        .map(({ message }) => message.trimEnd());
    const registrationsOf = (functionName: string) =>
      linesOf(functionName).filter((text) => text.startsWith('agent registered')).length;
    /** Waits for a line that matches. */
    const line = async (functionName: string, pattern: RegExp): Promise<string> => {
      for (const endsAt = performance.now() + 20_000; performance.now() < endsAt;) {
        const found = linesOf(functionName).find((text) => pattern.test(text));
        if (found !== undefined) return found;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      throw new Error(`no line of ${functionName} matches ${pattern}: ${linesOf(functionName).join('\n')}`);
    };

    it('start before the runtime, hear of each invocation, and of the end', async () => {
      const spec = await define('watched', "console.log('loading'); exports.handler = async () => 'done'");
      const result = await fixture.invoke(spec, {}, { requestId: REQUEST, traceHeader: 'Root=1-2-3' });
      assert.equal(result.value, 'done');
      await fixture.invoke(spec);
      assert.equal(
        await line('watched', /agent registered/),
        'agent registered 200 {"functionName":"watched","functionVersion":"$LATEST","handler":"index.handler","accountId":"000000000000"}',
      );
      assert.equal(
        await line('watched', /agent telemetry/),
        'agent telemetry 202 {"errorMessage":"Telemetry API is not supported","errorType":"Telemetry.NotSupported"}',
      );
      const event = JSON.parse((await line('watched', /"INVOKE".*true$/)).slice('agent '.length, -' true'.length));
      assert.equal(typeof event.deadlineMs, 'number');
      assert.deepEqual(
        { ...event, deadlineMs: 0 },
        {
          eventType: 'INVOKE',
          deadlineMs: 0,
          requestId: REQUEST,
          invokedFunctionArn: spec.functionArn,
          tracing: { type: 'X-Amzn-Trace-Id', value: 'Root=1-2-3' },
        },
      );
      assert.equal(
        await line('watched', /agent variables/),
        'agent variables AWS_LAMBDA_FUNCTION_NAME,AWS_SECRET_ACCESS_KEY',
      );
      const platform = linesOf('watched').filter((text) => /^(EXTENSION|START)/.test(text));
      assert.equal(platform[0], 'EXTENSION\tName: agent\tState: Ready\tEvents: [INVOKE, SHUTDOWN]');
      const order = linesOf('watched')
        .map((text) => /agent registered|\tloading$/.exec(text)?.[0])
        .filter(Boolean);
      assert.deepEqual(order, ['agent registered', '\tloading']);
      fixture.engine.retire(spec.key);
      assert.match(await line('watched', /"SHUTDOWN"/), /"shutdownReason":"spindown"/);
    });

    it('hold their environment until they have asked for the next event, but not the answer', async () => {
      const spec = await define('slow', 'let n = 0; exports.handler = async () => ++n', {
        environment: { EXT: 'slow' },
      });
      await fixture.invoke(spec);
      const started = performance.now();
      const answers = [(await fixture.invoke(spec)).value, (await fixture.invoke(spec)).value];
      assert.ok(answers.every((answer) => typeof answer === 'number'));
      assert.ok(performance.now() - started < 60_000);
    });

    it('are told of a timeout', async () => {
      const spec = await define('late', 'exports.handler = () => { for (;;); }', { timeoutSeconds: 1 });
      await fixture.invoke(spec);
      assert.match(await line('late', /"SHUTDOWN"/), /"shutdownReason":"timeout"/);
    });

    it('are told of a failure of the runtime, and start again with it', async () => {
      const spec = await define('failing', 'exports.handler = async (event) => event.exit ? process.exit(1) : 1');
      await fixture.invoke(spec, { exit: true });
      assert.match(await line('failing', /"SHUTDOWN"/), /"shutdownReason":"failure"/);
      const before = registrationsOf('failing');
      assert.equal((await fixture.invoke(spec)).value, 1);
      assert.equal(registrationsOf('failing'), before + 1);
    });

    it('that are busy when the runtime fails are told when they ask again', async () => {
      const spec = await define('busy', 'exports.handler = async () => process.exit(1)', {
        environment: { EXT: 'slow' },
      });
      await fixture.invoke(spec);
      assert.match(await line('busy', /"SHUTDOWN"/), /"shutdownReason":"failure"/);
    });

    for (const [how, errorType, text] of [
      ['crash', 'Extension.Crash', 'exit status 3'],
      ['init-error', 'Extension.InitError', 'Extension agent reported Extension.NoConfig'],
      ['crash-later', 'Extension.Crash', 'exit status 5'],
      ['exit-error', 'Extension.ExitError', 'Extension agent reported Extension.Lost'],
    ] as const) {
      it(`fail the invocation with ${errorType} (${how})`, async () => {
        const code = 'exports.handler = () => new Promise((resolve) => setTimeout(resolve, 10000))';
        const spec = await define(how, code, { environment: { EXT: how } });
        const result = await fixture.invoke(spec, {}, { requestId: REQUEST });
        const errorMessage = `RequestId: ${REQUEST} Error: ${text}`;
        assert.deepEqual(result.value, { errorType, errorMessage });
        assert.ok(result.tail.includes(`${errorMessage}\n${errorType}\n`), result.tail);
        assert.match(result.tail, new RegExp(`\\tStatus: error\\tError Type: ${errorType}\\n$`));
      });
    }

    it('fail the invocation with Extension.LaunchError when the kernel will not execute them', async () => {
      const broken = await fixture.store({ 'extensions/agent*': 'no program' });
      const spec = await define('launch', 'exports.handler = async () => 1', {
        layers: [{ arn: 'l:1', sha256: broken }],
      });
      const errorMessage = `RequestId: ${REQUEST} Error: fork/exec /opt/extensions/agent: exec format error`;
      const { value, tail } = await fixture.invoke(spec, {}, { requestId: REQUEST });
      assert.deepEqual(value, { errorType: 'Extension.LaunchError', errorMessage });
      assert.match(tail, /\tStatus: error\tError Type: Extension\.LaunchError\n$/);
    });

    it('that never ask again end their environment at the time limit', async () => {
      const spec = await define('stuck', 'let n = 0; exports.handler = async () => ++n', {
        environment: { EXT: 'stuck' },
        timeoutSeconds: 3,
      });
      assert.equal((await fixture.invoke(spec)).value, 1);
      assert.equal(fixture.engine.running(spec.key), 1);
      while (fixture.engine.running(spec.key) > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    });

    it('run beside a custom runtime, too', async () => {
      const spec = await fixture.define(
        {
          'bootstrap*': `#!${node}
const api = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2018-06-01/runtime/invocation/';
(async () => { for (;;) {
  const next = await fetch(api + 'next'); const event = await next.text();
  await fetch(api + next.headers.get('lambda-runtime-aws-request-id') + '/response', { method: 'POST', body: event });
} })()`,
        },
        { functionName: 'custom', runtime: 'provided.al2023', layers: await layersOf(node), memoryMb: 512 },
      );
      assert.equal((await fixture.invoke(spec, 'echo')).value, 'echo');
      await line('custom', /"INVOKE"/);
    });

    it('are refused what the Extensions API refuses, with the texts of AWS', async () => {
      const spec = await define(
        'refused',
        `const base = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2020-01-01/extension/';
        const call = async (method, path, headers, body) => { const reply = await fetch(base + path, { method, headers, body }); return [reply.status, await reply.json()]; };
        const register = (name, events) => call('POST', 'register', { 'Lambda-Extension-Name': name }, JSON.stringify({ events }));
        const id = (value) => ({ 'Lambda-Extension-Identifier': value });
        const loading = (async () => [
          await call('POST', 'register', {}, '{"events":[]}'),
          await call('POST', 'register', { 'Lambda-Extension-Name': 'x' }, 'no json'),
          await register('inside', ['SHUTDOWN']),
          await register('agent', ['INVOKE']),
          await call('GET', 'event/next', {}),
          await call('GET', 'event/next', id('me')),
          await call('GET', 'event/next', id('a6e31bd1-7dbc-4e4c-a01b-b1c3f3c00009')),
        ])();
        exports.handler = async () => [...await loading, await register('inside', [])];`,
      );
      const { value } = await fixture.invoke(spec);
      const refusals = value as [number, { errorType: string; errorMessage: string }][];
      assert.ok(refusals.every(([status]) => status === 403));
      assert.deepEqual(
        refusals.map(([, { errorType, errorMessage }]) => [errorType, errorMessage]),
        [
          ['Extension.InvalidExtensionName', 'Empty extension name'],
          ['InvalidRequestFormat', 'The body is no JSON with a list of events'],
          ['Extension.InvalidEventType', 'SHUTDOWN: Invalid event type'],
          [
            'Extension.InvalidExtensionState',
            'State transition from Ready to Registered failed for extension agent. Error: State transition is not allowed',
          ],
          ['Extension.MissingExtensionIdentifier', 'Missing Lambda-Extension-Identifier header'],
          ['Extension.InvalidExtensionIdentifier', 'Invalid Lambda-Extension-Identifier'],
          ['Extension.UnknownExtensionIdentifier', 'Unknown extension a6e31bd1-7dbc-4e4c-a01b-b1c3f3c00009'],
          ['Extension.RegistrationClosed', 'Extension registration closed already'],
        ],
      );
    });

    it('are ten at most: Extension.TooManyExtensions, "Extension limit (10) reached"', async () => {
      // A module whose initialisation waits: registration is over when it is.
      const source = `const base = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2020-01-01/extension/';
        const register = (name) => fetch(base + 'register', { method: 'POST', headers: { 'Lambda-Extension-Name': name }, body: '{"events":[]}' });
        const answerOf = async (reply) => [reply.status, await reply.json()];
        let headers;
        for (let n = 2; n <= 10; n++) {
          const reply = await register('inside' + n);
          headers = { 'Lambda-Extension-Identifier': reply.headers.get('lambda-extension-identifier') };
          fetch(base + 'event/next', { headers }).catch(() => {});
        }
        const refused = [await answerOf(await register('eleventh')), await answerOf(await fetch(base + 'exit/error', { method: 'POST', headers }))];
        export const handler = async () => refused;`;
      const spec = await fixture.define({ 'index.mjs': source }, { functionName: 'crowd', layers, memoryMb: 512 });
      const { value } = await fixture.invoke(spec);
      assert.deepEqual(value, [
        [403, { errorType: 'Extension.TooManyExtensions', errorMessage: 'Extension limit (10) reached' }],
        [
          403,
          {
            errorType: 'Extension.MissingHeader',
            errorMessage: 'Missing Lambda-Extension-Function-Error-Type header',
          },
        ],
      ]);
    });
  },
);

describe('a host without sandboxes of their own', () => {
  it('refuses a function whose layers have extensions, by name', async () => {
    await using fixture = await startEngine({ strategy: 'plain' });
    const layers = [{ arn: 'l:1', sha256: await fixture.store({ 'extensions/agent*': '#!/bin/sh' }) }];
    const spec = await fixture.define('exports.handler = async () => 1', { layers });
    const failure = await fixture.engine.prepare(spec);
    assert.equal(failure?.code, 'InvalidRuntime');
    assert.match(failure?.reason ?? '', /extensions \(agent\), which need sandboxes/);
  });
});
