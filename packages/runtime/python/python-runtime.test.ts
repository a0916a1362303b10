import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { FrameType } from '../node/src/frames.ts';
import { allPythons } from '../../server/src/engine/runtimes/python-finder.ts';
import { builtRuntime } from '../test-support/built-runtime.ts';
import { FunctionFixture, REQUEST_ID, type Files } from '../test-support/function-fixture.ts';
import type { Outcome, RuntimeProcess } from '../test-support/runtime-process.ts';
import { CODE } from './test-functions.ts';

const start = builtRuntime();

type Test = (runtime: RuntimeProcess, init: Outcome, fixture: FunctionFixture) => Promise<void>;

/** Every interpreter of this host. */
const VERSIONS = (await allPythons()).map(({ version }) => version.split('.').slice(0, 2).join('.'));

for (const version of VERSIONS) {
  describe(`the Python ${version} runtime`, () => {
    const withHandler = async (
      handler: string,
      test: Test,
      files: Files = { 'app.py': CODE },
      overrides: Parameters<FunctionFixture['message']>[1] = {},
    ): Promise<void> => {
      await using fixture = await FunctionFixture.create(await start(`python${version}`), files);
      const runtime = await fixture.boot();
      await test(runtime, await runtime.init(fixture.message(handler, overrides)), fixture);
    };

    it('answers with what the handler returns', () =>
      withHandler('app.echo', async (runtime, init) => {
        assert.equal(init.type, FrameType.initDone);
        for (let count = 0; count < 10; count++) {
          const { type, contentType, body } = await runtime.invoke({ count, text: 'grüße' });
          assert.equal(type, FrameType.response);
          assert.equal(contentType, '');
          assert.deepEqual(JSON.parse(body.toString()), { count, text: 'grüße' });
        }
      }));

    it('answers null for None, raw bytes for bytes, numbers for decimals', async () => {
      await withHandler('app.nothing', async (runtime) => {
        assert.equal((await runtime.invoke({})).body.toString(), 'null');
      });
      await withHandler('app.raw', async (runtime) => {
        const { contentType, body } = await runtime.invoke({});
        assert.equal(contentType, 'application/unknown');
        assert.deepEqual([...body], [0, 1]);
      });
      await withHandler('app.decimals', async (runtime) => {
        assert.equal(
          (await runtime.invoke({})).body.toString(),
          '{"a": 1.10, "b": [12345678901234567890.5], "c": "x"}',
        );
      });
    });

    it('reports exceptions with request id and stack, starting in the function', () =>
      withHandler('app.raises', async (runtime, _init, fixture) => {
        const { errorType, body, logs } = await runtime.invoke({});
        assert.equal(errorType, 'KeyError');
        const error = JSON.parse(body.toString());
        assert.deepEqual(Object.keys(error), ['errorMessage', 'errorType', 'requestId', 'stackTrace']);
        assert.equal(error.errorMessage, "'gone'");
        assert.equal(error.requestId, REQUEST_ID);
        assert.deepEqual(error.stackTrace, [
          `  File "${fixture.taskRoot}/app.py", line 7, in raises\n    def raises(event, context): raise KeyError("gone")\n`,
        ]);
        assert.equal(logs.length, 1);
        assert.ok(
          logs[0]!.text.startsWith("[ERROR] KeyError: 'gone'\nTraceback (most recent call last):\n\u00a0\u00a0File "),
          logs[0]!.text,
        );
        assert.equal((await runtime.invoke({})).errorType, 'KeyError');
      }));

    it('fails on results that are no JSON', () =>
      withHandler('app.unserialisable', async (runtime) => {
        const { errorType, body } = await runtime.invoke({});
        assert.equal(errorType, 'Runtime.MarshalError');
        assert.equal(
          JSON.parse(body.toString()).errorMessage,
          'Unable to marshal response: Object of type set is not JSON serializable',
        );
      }));

    it('fails on an event and on a client context that are no JSON', () =>
      withHandler('app.whole_context', async (runtime) => {
        const event = await runtime.invoke(Buffer.from('{'));
        assert.equal(event.errorType, 'Runtime.UnmarshalError');
        assert.match(
          JSON.parse(event.body.toString()).errorMessage,
          /^Unable to unmarshal input: Expecting property name/,
        );
        const context = await runtime.invoke({}, { clientContext: '{' });
        assert.equal(context.errorType, 'Runtime.LambdaContextUnmarshalError');
        assert.match(
          JSON.parse(context.body.toString()).errorMessage,
          /^Unable to parse Client Context JSON: Expecting /,
        );
      }));

    it('gives the whole context, and the trace id of each invocation', () =>
      withHandler('app.whole_context', async (runtime) => {
        const { body } = await runtime.invoke(
          {},
          {
            traceId: 'Root=1-a',
            clientContext: '{"custom":{"k":"v"},"client":{"app_title":"t"}}',
            cognitoIdentity: { cognitoIdentityId: 'i', cognitoIdentityPoolId: 'p' },
          },
        );
        const { remaining, ...context } = JSON.parse(body.toString());
        assert.ok(remaining > 0 && remaining <= 3000);
        assert.deepEqual(context, {
          id: REQUEST_ID,
          name: 'test',
          version: '$LATEST',
          memory: '128',
          group: '/aws/lambda/test',
          stream: '2026/01/01/[$LATEST]abc',
          arn: 'arn:aws:lambda:us-east-1:000000000000:function:test',
          client: { custom: { k: 'v' }, title: 't' },
          identity: ['i', 'p'],
          trace: 'Root=1-a',
        });
        const second = JSON.parse((await runtime.invoke({})).body.toString());
        assert.deepEqual([second.trace, second.client, second.identity], [null, null, [null, null]]);
        assert.equal(second.arn, context.arn);
        const third = await runtime.invoke({}, { invokedFunctionArn: `${context.arn}:alias` });
        assert.equal(JSON.parse(third.body.toString()).arn, `${context.arn}:alias`);
      }));

    it('sends prints line by line and log records whole, all before the completion', () =>
      withHandler('app.logs', async (runtime) => {
        const { logs } = await runtime.invoke({});
        const texts = logs.map(({ text }) => text.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/, 'TIME'));
        assert.deepEqual(texts, [
          'printed',
          'two',
          'lines',
          `[WARNING]\tTIME\t${REQUEST_ID}\twarned 1`,
          `[INFO]\tTIME\t${REQUEST_ID}\ttold\nin two lines`,
          'to stderr',
          'unfinished',
        ]);
        assert.deepEqual(
          logs.map(({ level }) => level),
          [0, 0, 0, 4, 3, 0, 0],
        );
      }));

    it('writes log records as JSON from the wanted level on', () =>
      withHandler(
        'app.json_logs',
        async (runtime) => {
          const { logs } = await runtime.invoke({});
          const [hello, caught, ...rest] = logs.map(({ text }) => JSON.parse(text));
          assert.deepEqual(rest, []);
          assert.match(hello.timestamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
          assert.deepEqual(
            { ...hello, timestamp: '' },
            { timestamp: '', level: 'INFO', message: 'hello', logger: 'mine', requestId: REQUEST_ID, order: 7 },
          );
          assert.equal(caught.errorType, 'ValueError');
          assert.equal(caught.errorMessage, 'bad');
          assert.match(caught.location, /app\.py:json_logs:\d+$/);
        },
        undefined,
        { logFormat: 'JSON', logLevel: 'INFO' },
      ));

    it('looks for modules in the task root, then in the layers, and keeps its own out of sight', () =>
      withHandler('app.environment', async (runtime, _init, fixture) => {
        const { env, cwd, path, argv0 } = JSON.parse((await runtime.invoke({})).body.toString());
        assert.equal(cwd, fixture.taskRoot);
        assert.equal(env.AWS_LAMBDA_FUNCTION_NAME, 'test');
        const layer = `${fixture.layerRoot}/python`;
        assert.deepEqual(path.slice(0, 3), [fixture.taskRoot, `${layer}/lib/python${version}/site-packages`, layer]);
        assert.ok(!path.some((entry: string) => entry.includes('hearth') && !entry.startsWith(fixture.root)));
        assert.equal(argv0, true);
      }));

    it('ends with the code of sys.exit, having sent what was printed', async () => {
      await withHandler('app.exits', async (runtime) => {
        runtime.start({ code: 4 });
        assert.equal((await runtime.next()).bytes.toString('utf8', 9), 'last words');
        assert.equal((await runtime.exited).code, 4);
      });
      await withHandler('app.hard_exits', async (runtime) => {
        runtime.start({});
        assert.equal((await runtime.next()).bytes.toString('utf8', 9), 'hard');
        assert.equal((await runtime.exited).code, 3);
      });
    });

    it('carries events and answers of megabytes, and lets children write', async () => {
      await withHandler('app.length', async (runtime) => {
        assert.equal((await runtime.invoke({ text: 'é'.repeat(2_000_000) })).body.toString(), '2000000');
      });
      await withHandler('app.big', async (runtime) => {
        assert.equal((await runtime.invoke({ size: 6_000_000 })).body.length, 6_000_002);
      });
      await withHandler('app.child', async (runtime) => {
        assert.equal((await runtime.invoke({})).body.toString(), '1');
        await runtime.stop();
        assert.equal(runtime.stdout, 'from child\n');
      });
    });

    it('finds handlers in packages, by slash or dot', async () => {
      for (const handler of ['src/app.handler', 'src.app.handler']) {
        await withHandler(
          handler,
          async (runtime) => {
            assert.equal((await runtime.invoke({})).body.toString(), '"ok"');
          },
          { 'src/app.py': 'import errors\ndef handler(event, context): return errors.OK', 'errors.py': 'OK = "ok"' },
        );
      }
    });

    for (const [title, handler, errorType, message, files] of [
      [
        'a missing module',
        'nope.handler',
        'Runtime.ImportModuleError',
        /^Unable to import module 'nope': No module named 'nope'$/,
        {},
      ],
      [
        'a missing function',
        'app.missing',
        'Runtime.HandlerNotFound',
        /^Handler 'missing' missing on module 'app'$/,
        { 'app.py': '' },
      ],
      [
        'a name without a dot',
        'app',
        'Runtime.MalformedHandlerName',
        /^Bad handler 'app': not enough values to unpack \(expected 2, got 1\)$/,
        {},
      ],
      [
        'a syntax error',
        'app.handler',
        'Runtime.UserCodeSyntaxError',
        /^Syntax error in module 'app': /,
        { 'app.py': 'def (' },
      ],
      [
        'a built-in module',
        'sys.exit',
        'Runtime.BuiltInModuleConflict',
        /^Cannot use built-in module sys as a handler module$/,
        {},
      ],
      [
        'an exception while loading',
        'app.handler',
        'ValueError',
        /^at load$/,
        { 'app.py': 'raise ValueError("at load")' },
      ],
    ] as [string, string, string, RegExp, Files][]) {
      it(`refuses ${title} and ends`, () =>
        withHandler(
          handler,
          async (runtime, init) => {
            assert.equal(init.type, FrameType.initError);
            const error = JSON.parse(init.body.toString());
            assert.equal(error.errorType, errorType);
            assert.match(error.errorMessage, message);
            assert.equal(error.requestId, '');
            assert.match(init.logs[0]!.text, /^\[WARNING\]\t[^\t]+Z\t\tLAMBDA_WARNING: Unhandled exception\. /);
            assert.ok(init.logs[1]!.text.startsWith(`[ERROR] ${errorType}: `));
            assert.equal((await runtime.exited).code, 1);
          },
          files,
        ));
    }
  });
}
