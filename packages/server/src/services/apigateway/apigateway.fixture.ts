import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import * as sdk from '@aws-sdk/client-api-gateway';
import { startTestPlatform, type TestPlatform } from '../../testing/test-platform.ts';

/** For the tests of the `describe` that it is called in: a platform, and what they all do with it. */
export class ApiGatewayTests {
  platform!: TestPlatform;
  client!: sdk.APIGatewayClient;

  /** @param databaseUrl a fresh database, or none for the embedded one */
  constructor(databaseUrl: () => Promise<string | undefined>) {
    before(async () => {
      this.platform = await startTestPlatform({ databaseUrl: await databaseUrl() });
      this.client = new sdk.APIGatewayClient(this.platform.client);
    });
    after(async () => {
      this.client.destroy();
      await this.platform[Symbol.asyncDispose]();
    });
  }

  async newApi(name = 'api'): Promise<{ restApiId: string; rootId: string }> {
    const { id, rootResourceId } = await this.client.send(new sdk.CreateRestApiCommand({ name }));
    return { restApiId: id!, rootId: rootResourceId! };
  }
}

export async function refused(sending: Promise<unknown>, name: string, message: string | RegExp): Promise<void> {
  await assert.rejects(sending, (error: Error) => {
    assert.equal(error.name, name);
    if (typeof message === 'string') assert.equal(error.message, message);
    else assert.match(error.message, message);
    return true;
  });
}
