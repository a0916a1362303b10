import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as sdk from '@aws-sdk/client-api-gateway';
import { ApiGatewayTests, refused } from './apigateway.fixture.ts';

/** `databaseUrl`: a fresh database, or none for the embedded one. */
export function keysContract(databaseUrl: () => Promise<string | undefined>): void {
  describe('keys, tags and the account', () => {
    const gateway = new ApiGatewayTests(databaseUrl);

    test('tags are put on APIs, stages, keys and plans by their ARNs', async () => {
      const { restApiId } = await gateway.newApi();
      const key = await gateway.client.send(new sdk.CreateApiKeyCommand({ name: 'key' }));
      const plan = await gateway.client.send(new sdk.CreateUsagePlanCommand({ name: 'plan' }));
      for (const path of [`restapis/${restApiId}`, `apikeys/${key.id}`, `usageplans/${plan.id}`]) {
        const resourceArn = `arn:aws:apigateway:us-east-1::/${path}`;
        await gateway.client.send(new sdk.TagResourceCommand({ resourceArn, tags: { a: '1', b: '2' } }));
        await gateway.client.send(new sdk.UntagResourceCommand({ resourceArn, tagKeys: ['a'] }));
        assert.deepEqual((await gateway.client.send(new sdk.GetTagsCommand({ resourceArn }))).tags, { b: '2' });
      }
    });

    test('keys show their values only when asked', async () => {
      const made = await gateway.client.send(new sdk.CreateApiKeyCommand({ name: 'shown', enabled: true }));
      assert.match(made.value!, /^[a-z0-9]{40}$/);
      const apiKey = made.id;
      assert.equal((await gateway.client.send(new sdk.GetApiKeyCommand({ apiKey }))).value, undefined);
      assert.equal(
        (await gateway.client.send(new sdk.GetApiKeyCommand({ apiKey, includeValue: true }))).value,
        made.value,
      );
      await refused(
        gateway.client.send(new sdk.CreateApiKeyCommand({ value: 'short' })),
        'BadRequestException',
        'API Key value should be at least 20 characters',
      );
      const value = made.value;
      await refused(
        gateway.client.send(new sdk.CreateApiKeyCommand({ value })),
        'ConflictException',
        'API Key already exists',
      );
      const { items } = await gateway.client.send(
        new sdk.GetApiKeysCommand({ nameQuery: 'shown', includeValues: true }),
      );
      assert.deepEqual(
        items!.map((key) => key.value),
        [made.value],
      );
    });

    test("the account's role is what deploy tools find again", async () => {
      const role = 'arn:aws:iam::000000000000:role/logs';
      const patchOperations: sdk.PatchOperation[] = [{ op: 'replace', path: '/cloudwatchRoleArn', value: role }];
      await gateway.client.send(new sdk.UpdateAccountCommand({ patchOperations }));
      assert.equal((await gateway.client.send(new sdk.GetAccountCommand({}))).cloudwatchRoleArn, role);
    });
  });
}
