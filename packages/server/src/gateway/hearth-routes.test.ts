import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { answered, start } from './pipeline.fixture.ts';

describe('Hearth’s own pages', () => {
  test('tell the health in Hearth’s and in LocalStack’s shape', async (t) => {
    const { endpoint } = await start(t);
    const services = { lambda: 'running', sts: 'available' };
    assert.deepEqual(await answered(await fetch(`${endpoint}/_hearth/health`)), [
      200,
      { status: 'running', version: '1.2.3', services },
    ]);
    assert.deepEqual(await answered(await fetch(`${endpoint}/_localstack/health`)), [
      200,
      { services, edition: 'hearth', version: '1.2.3' },
    ]);
    assert.equal((await fetch(`${endpoint}/_hearth/info`)).status, 200);
    assert.equal((await fetch(`${endpoint}/_hearth/health`, { method: 'HEAD' })).status, 200);
  });

  test('lead to the code of a function, for whoever has its URL', async (t) => {
    const download = async (token: string) =>
      token === 'claims.signature' ? { size: 3, body: ReadableStream.from([Buffer.from('zip')]) } : null;
    const { endpoint } = await start(t, { download }, { authentication: 'required' });
    const zip = await fetch(`${endpoint}/_hearth/code/claims.signature`);
    assert.deepEqual([zip.headers.get('content-length'), await zip.text()], ['3', 'zip']);
    assert.equal((await fetch(`${endpoint}/_hearth/code/claims.forged`)).status, 403);
  });

  test('are read only, and no others', async (t) => {
    const { endpoint } = await start(t);
    assert.equal((await fetch(`${endpoint}/_hearth/health`, { method: 'DELETE' })).status, 405);
    assert.equal((await fetch(`${endpoint}/_hearth/constructor`)).status, 404);
  });
});
