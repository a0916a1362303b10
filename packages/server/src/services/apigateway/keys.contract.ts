import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import * as sdk from '@aws-sdk/client-api-gateway';
import { startTestPlatform, type TestPlatform } from '../../testing/test-platform.ts';

/** `databaseUrl`: a fresh database, or none for the embedded one. */
export function keysContract(databaseUrl: () => Promise<string | undefined>): void {
  describe('keys, tags and the account', () => {
    let platform: TestPlatform;
    let client: sdk.APIGatewayClient;

    before(async () => {
      platform = await startTestPlatform({ databaseUrl: await databaseUrl() });
      client = new sdk.APIGatewayClient(platform.client);
    });

    after(async () => {
      client.destroy();
      await platform[Symbol.asyncDispose]();
    });

    async function newApi(name = 'api'): Promise<{ restApiId: string; rootId: string }> {
      const { id, rootResourceId } = await client.send(new sdk.CreateRestApiCommand({ name }));
      return { restApiId: id!, rootId: rootResourceId! };
    }

    async function refused(sending: Promise<unknown>, name: string, message: string | RegExp): Promise<void> {
      await assert.rejects(sending, (error: Error) => {
        assert.equal(error.name, name);
        if (typeof message === 'string') assert.equal(error.message, message);
        else assert.match(error.message, message);
        return true;
      });
    }

    test('tags are put on APIs, stages, keys and plans by their ARNs', async () => {
      const { restApiId } = await newApi();
      const key = await client.send(new sdk.CreateApiKeyCommand({ name: 'key' }));
      const plan = await client.send(new sdk.CreateUsagePlanCommand({ name: 'plan' }));
      for (const path of [`restapis/${restApiId}`, `apikeys/${key.id}`, `usageplans/${plan.id}`]) {
        const resourceArn = `arn:aws:apigateway:us-east-1::/${path}`;
        await client.send(new sdk.TagResourceCommand({ resourceArn, tags: { a: '1', b: '2' } }));
        await client.send(new sdk.UntagResourceCommand({ resourceArn, tagKeys: ['a'] }));
        assert.deepEqual((await client.send(new sdk.GetTagsCommand({ resourceArn }))).tags, { b: '2' });
      }
    });

    test('keys show their values only when asked', async () => {
      const made = await client.send(new sdk.CreateApiKeyCommand({ name: 'shown', enabled: true }));
      assert.match(made.value!, /^[a-z0-9]{40}$/);
      const apiKey = made.id;
      assert.equal((await client.send(new sdk.GetApiKeyCommand({ apiKey }))).value, undefined);
      assert.equal((await client.send(new sdk.GetApiKeyCommand({ apiKey, includeValue: true }))).value, made.value);
      await refused(
        client.send(new sdk.CreateApiKeyCommand({ value: 'short' })),
        'BadRequestException',
        'API Key value should be at least 20 characters',
      );
      const value = made.value;
      await refused(client.send(new sdk.CreateApiKeyCommand({ value })), 'ConflictException', 'API Key already exists');
      const { items } = await client.send(new sdk.GetApiKeysCommand({ nameQuery: 'shown', includeValues: true }));
      assert.deepEqual(
        items!.map((key) => key.value),
        [made.value],
      );
    });

    test("the account's role is what deploy tools find again", async () => {
      const role = 'arn:aws:iam::000000000000:role/logs';
      const patchOperations: sdk.PatchOperation[] = [{ op: 'replace', path: '/cloudwatchRoleArn', value: role }];
      await client.send(new sdk.UpdateAccountCommand({ patchOperations }));
      assert.equal((await client.send(new sdk.GetAccountCommand({}))).cloudwatchRoleArn, role);
    });
  });
}
