import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import {
  InvokeCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import { createFunction } from '../platform/process-kit.ts';
import { startWatched, type WatchedPlatform } from './watched-platform.ts';

/** What of docs/security.md concerns the network, which functions share with the host. */
const SPY = `exports.handler = async ({ url, headers }) => {
  const answer = await fetch(url, { headers });
  return { status: answer.status, text: await answer.text() };
}`;
const FORGED =
  'AWS4-HMAC-SHA256 Credential=KEY/20260101/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=0';

describe('a function and the network', () => {
  let platform: WatchedPlatform;
  let lambda: LambdaClient;
  before(async () => {
    platform = await startWatched();
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    lambda = new LambdaClient({ endpoint: platform.endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
    await createFunction(lambda, 'spy', SPY);
    await createFunction(lambda, 'victim', 'exports.handler = async () => 1');
    const Environment = { Variables: { SECRET: 'of-the-victim' } };
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'victim', Environment }));
    await waitUntilFunctionUpdatedV2(
      { client: lambda, maxWaitTime: 20, minDelay: 1, maxDelay: 1 },
      { FunctionName: 'victim' },
    );
  });
  after(async () => {
    lambda.destroy();
    await platform[Symbol.asyncDispose]();
  });

  async function spy(url: string, headers: Readonly<Record<string, string>> = {}) {
    const Payload = JSON.stringify({ url, headers });
    const answer = await lambda.send(new InvokeCommand({ FunctionName: 'spy', Payload }));
    return JSON.parse(answer.Payload!.transformToString()) as { status: number; text: string };
  }
  const victim = () => `${platform.endpoint}/2015-03-31/functions/victim/configuration`;

  test('does not hold: a function cannot call the control plane with credentials other than its role’s', async () => {
    for (const key of ['test', '000000000000', 'AKIAIOSFODNN7EXAMPLE']) {
      const { status, text } = await spy(victim(), { authorization: FORGED.replace('KEY', key) });
      assert.deepEqual([status, text.includes('of-the-victim')], [200, true]);
    }
  });

  test('a function cannot call with a key that Hearth issued to somebody else', async () => {
    const { status } = await spy(victim(), { authorization: FORGED.replace('KEY', 'ASIAQAAAAAAAAAAAAAAA') });
    assert.equal(status, 403);
  });

  test('does not hold: a function cannot reach what else listens on this machine', async () => {
    const neighbour = createServer((_, response) => response.end('a database, for one'));
    neighbour.listen(0, '127.0.0.1');
    await once(neighbour, 'listening');
    const { port } = neighbour.address() as AddressInfo;
    assert.equal((await spy(`http://127.0.0.1:${port}/`)).text, 'a database, for one');
    neighbour.closeAllConnections();
    neighbour.close();
  });
});
