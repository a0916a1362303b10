import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { eventually } from '../platform/process-kit.ts';
import { startTestPlatform } from '../../packages/server/src/testing/test-platform.ts';
import { App } from './deploy-kit.ts';
import { whatIsLeft } from './what-is-left.ts';

const ORIGIN = 'https://shop.example.com';
const ROOT = join(import.meta.dirname, '../..');

interface Deployed {
  readonly apps: readonly {
    readonly stack: string;
    readonly endpoints: readonly { readonly method: string; readonly url: string }[];
    readonly functions: readonly string[];
    readonly outputs: Readonly<Record<string, string>>;
  }[];
}

interface Item {
  readonly id: string;
  readonly name: string;
}

test(
  'hearth deploy brings up the REST API, which works through HTTP, and hearth remove takes it away',
  { timeout: 240_000 },
  async (t) => {
    await using platform = await startTestPlatform();
    const app = await App.copyOf(t, 'rest-api', platform);
    let items = '';
    let id = '';
    const authorization = `Bearer ${token('ann')}`;
    const ask = (path: string, init: RequestInit = {}) => fetch(items + path, init);

    await t.test('the command tells endpoints, functions and outputs', async () => {
      const { apps } = JSON.parse(await app.hearth('deploy', '--json')) as Deployed;
      const [deployed] = apps;
      assert.equal(deployed?.stack, 'rest-api-dev');
      assert.deepEqual(deployed.functions.toSorted(), ['rest-api-dev-api', 'rest-api-dev-audit']);
      const shown = deployed.endpoints.map(({ method, url }) => `${method} ${url.replace(/.*\/dev\//, '/')}`);
      assert.deepEqual(shown.toSorted(), [
        'DELETE /items/{id}',
        'GET /items',
        'GET /items/{id}',
        'POST /items',
        'PUT /items/{id}',
      ]);
      items = deployed.endpoints.find(({ method }) => method === 'POST')!.url;
      assert.ok(items.startsWith(platform.endpoint));
      assert.match(
        deployed.outputs.ItemsUrl ?? '',
        /^https:\/\/\w+\.execute-api\.us-east-1\.amazonaws\.com\/dev\/items$/,
      );
    });

    await t.test('changes need a token', async () => {
      for (const headers of [{}, { authorization: 'Bearer a.b.c' }]) {
        const response = await ask('', { method: 'POST', body: '{}', headers });
        assert.equal(response.status, 401);
      }
    });

    await t.test('POST creates, with CORS headers', async () => {
      const response = await ask('', { method: 'POST', body: '{"name":"lamp"}', headers: { authorization } });
      assert.equal(response.status, 201);
      assert.equal(response.headers.get('access-control-allow-origin'), ORIGIN);
      const item = (await response.json()) as Item;
      assert.equal(item.name, 'lamp');
      ({ id } = item);
    });

    await t.test('GET lists by query parameters and finds by path parameter', async () => {
      await ask('', { method: 'POST', body: '{"name":"größe & maß"}', headers: { authorization } });
      const list = async (query: string) => ((await (await ask(query)).json()) as Item[]).map(({ name }) => name);
      assert.deepEqual(await list(''), ['lamp', 'größe & maß']);
      assert.deepEqual(await list('?limit=1'), ['lamp']);
      assert.deepEqual(await list(`?search=${encodeURIComponent('ße & m')}`), ['größe & maß']);
      const found = (await (await ask(`/${id}`)).json()) as Item;
      assert.equal(found.name, 'lamp');
      assert.equal((await ask('/unknown')).status, 404);
    });

    await t.test('PUT replaces', async () => {
      const response = await ask(`/${id}`, {
        method: 'PUT',
        body: '{"name":"floor lamp"}',
        headers: { authorization },
      });
      assert.equal(response.status, 200);
      assert.equal(((await (await ask(`/${id}`)).json()) as Item).name, 'floor lamp');
    });

    await t.test('DELETE removes', async () => {
      const remove = () => ask(`/${id}`, { method: 'DELETE', headers: { authorization } });
      assert.deepEqual([(await remove()).status, (await remove()).status], [204, 404]);
      assert.equal((await ask(`/${id}`)).status, 404);
    });

    await t.test('a preflight is answered without the function', async () => {
      const response = await ask('', {
        method: 'OPTIONS',
        headers: { origin: ORIGIN, 'access-control-request-method': 'POST' },
      });
      assert.ok(response.ok);
      assert.equal(response.headers.get('access-control-allow-origin'), ORIGIN);
      assert.match(response.headers.get('access-control-allow-methods') ?? '', /POST/);
      assert.match(response.headers.get('access-control-allow-headers') ?? '', /Authorization/);
    });

    await t.test('a method and a path that the API does not have are refused by API Gateway', async () => {
      const wrongMethod = await ask('', { method: 'PATCH' });
      assert.equal(wrongMethod.status, 403);
      assert.deepEqual(await wrongMethod.json(), { message: 'Missing Authentication Token' });
    });

    await t.test("the layer's logger writes, and the audit is told of each change", async () => {
      const logs = new CloudWatchLogsClient(platform.client);
      const messages = async (name: string) => {
        const { events = [] } = await logs.send(
          new FilterLogEventsCommand({ logGroupName: `/aws/lambda/rest-api-dev-${name}` }),
        );
        return events.map(({ message }) => message ?? '').join('\n');
      };
      assert.match(await messages('api'), /"level":"INFO","message":"Request"/);
      await eventually('the audit logs four changes', async () => {
        return ((await messages('audit')).match(/AUDIT ann (POST|PUT|DELETE)/g) ?? []).length === 4;
      });
      logs.destroy();
    });

    await t.test('hearth remove leaves nothing', async () => {
      await app.hearth('remove');
      assert.deepEqual(await whatIsLeft(platform.client), {});
    });
  },
);

/** As the example's README gets it. */
function token(subject: string): string {
  return execFileSync(process.execPath, ['examples/rest-api/token.cjs', subject], {
    cwd: ROOT,
    encoding: 'utf8',
  }).trim();
}
