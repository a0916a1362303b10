import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type EngineFixture, startEngine } from './testing/engine-fixture.ts';

const FACTS = '{ name: STSClient.name, version: typeof new STSClient({ region: "us-east-1" }).config.serviceId }';

// The first run on a machine installs the package with the user's npm client; later ones find it in the cache.
describe('the AWS SDK for functions that do not carry it', { timeout: 180_000 }, () => {
  let fixture: EngineFixture;
  before(async () => (fixture = await startEngine()));
  after(() => fixture[Symbol.asyncDispose]());

  it('is there for `require`', async () => {
    const spec = await fixture.define(
      `const { STSClient } = require('@aws-sdk/client-sts'); exports.handler = async () => (${FACTS});`,
    );
    assert.equal(await fixture.engine.prepare(spec), null);
    assert.deepEqual((await fixture.invoke(spec)).value, { name: 'STSClient', version: 'string' });
  });

  it('is there for `import`', async () => {
    const spec = await fixture.define({
      'index.mjs': `import { STSClient } from '@aws-sdk/client-sts'; export const handler = async () => (${FACTS});`,
    });
    assert.deepEqual((await fixture.invoke(spec)).value, { name: 'STSClient', version: 'string' });
  });

  it('is there without a private root', async () => {
    await using plain = await startEngine({ strategy: 'plain' });
    const spec = await plain.define({
      'index.mjs': `import { STSClient } from '@aws-sdk/client-sts'; export const handler = async () => (${FACTS});`,
    });
    assert.deepEqual((await plain.invoke(spec)).value, { name: 'STSClient', version: 'string' });
  });

  it('cannot be written to', async () => {
    const spec = await fixture.define(`const { dirname } = require('node:path');
      exports.handler = async () => {
        const directory = dirname(require.resolve('@aws-sdk/client-sts/package.json'));
        try { require('node:fs').writeFileSync(directory + '/x', ''); return 'written'; } catch (error) { return error.code; }
      }`);
    assert.match(String((await fixture.invoke(spec)).value), /EROFS|EACCES/);
  });
});
