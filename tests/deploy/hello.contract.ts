import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LambdaClient, waitUntilFunctionUpdatedV2 } from '@aws-sdk/client-lambda';
import { startTestPlatform } from '../../packages/server/src/testing/test-platform.ts';
import { App } from './deploy-kit.ts';
import { whatIsLeft } from './what-is-left.ts';

const HELLO = 'my-lambda-service-dev-hello';

interface HelloCase {
  readonly osls: string;
  readonly runtime: string;
}

/** The whole life of the seed's app by the real tool, which is told nothing but where AWS is. */
export function helloJourney({ osls, runtime }: HelloCase): void {
  test(`osls ${osls} carries the hello app on ${runtime} through its life`, { timeout: 300_000 }, async (t) => {
    await using platform = await startTestPlatform();
    const app = await App.copyOf(t, 'hello', platform, osls);
    if (runtime !== 'nodejs18.x') await app.edit('serverless.yml', 'nodejs18.x', runtime);
    const lambda = new LambdaClient(platform.client);
    t.after(() => lambda.destroy());
    // As on AWS, the tool does not wait until an update of the code alone is in effect.
    const updated = () =>
      waitUntilFunctionUpdatedV2({ client: lambda, maxWaitTime: 30, minDelay: 1 }, { FunctionName: HELLO });
    let url = '';
    const message = async () => {
      const response = await fetch(url);
      assert.equal(response.status, 200, await response.clone().text());
      return ((await response.json()) as { message: string }).message;
    };

    await t.test('deploy makes a URL that answers, and info shows it', async () => {
      await app.osls('deploy');
      const shown = await app.osls('info');
      url = localUrl(shown, platform.endpoint);
      assert.match(shown, new RegExp(HELLO));
      assert.equal(await message(), 'Hello from Lambda!');
    });

    await t.test('deploy without a change changes nothing', async () => {
      assert.match(await app.osls('deploy'), /No changes to deploy/);
    });

    await t.test('deploy with a change takes effect', async () => {
      await app.edit('hello-world.js', 'Hello from Lambda!', 'Hello again!');
      await app.osls('deploy');
      assert.equal(await message(), 'Hello again!');
    });

    await t.test('deploy function replaces the code alone', async () => {
      await app.edit('hello-world.js', 'Hello again!', 'Quick hello!');
      await app.osls('deploy', 'function', '--function', 'hello');
      await updated();
      assert.equal(await message(), 'Quick hello!');
    });

    await t.test('invoke and logs work', async () => {
      assert.match(await app.osls('invoke', '--function', 'hello', '--data', '{"name":"you"}'), /Quick hello!/);
      const log = await app.osls('logs', '--function', 'hello');
      assert.match(log, /"name": "you"/);
      assert.match(log, /REPORT|Duration/);
    });

    await t.test('the versions of the function are listed, and it can be rolled back alone', async () => {
      assert.match(await app.osls('deploy', 'list', 'functions'), /All versions: .*1, 2/);
      await app.osls('rollback', 'function', '--function', 'hello', '--function-version', '1');
      await updated();
      assert.equal(await message(), 'Hello from Lambda!');
    });

    await t.test('rollback brings the first deployment back', async () => {
      const [first] = (await app.osls('deploy', 'list')).match(/\d{13}/g) ?? [];
      await app.osls('deploy', '--force');
      assert.equal(await message(), 'Quick hello!');
      await app.hearth('sls', 'rollback', '--timestamp', first!);
      assert.equal(await message(), 'Hello from Lambda!');
    });

    await t.test('remove leaves nothing', async () => {
      await app.osls('remove');
      assert.deepEqual(await whatIsLeft(platform.client), {});
    });
  });
}

/** The tool shows AWS's own address; the same API is at ours. */
function localUrl(shown: string, endpoint: string): string {
  const [, id, path] = /https:\/\/(\w+)\.execute-api\.us-east-1\.amazonaws\.com(\/\S+)/.exec(shown) ?? [];
  assert.ok(id, `no URL in ${shown}`);
  return `${endpoint}/_aws/execute-api/${id}${path}`;
}
