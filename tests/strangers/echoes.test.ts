import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { LambdaClient, UpdateFunctionCodeCommand, waitUntilFunctionUpdatedV2 } from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import { type Answer, ask } from './conversation.ts';
import { type Message, toBytes } from './message.ts';
import type { Subjects } from './recordings.ts';
import { startWatched, type WatchedPlatform } from './watched-platform.ts';
import { makeWorld } from './world.ts';

/** What a stranger says and the platform has to say again: in headers, where some bytes cannot be. */
describe('what is echoed', () => {
  let platform: WatchedPlatform;
  let world: Subjects;
  before(async () => {
    platform = await startWatched();
    world = await makeWorld(platform.endpoint);
  });
  after(() => platform[Symbol.asyncDispose]());

  function send(
    method: string,
    target: string,
    headers: Readonly<Record<string, string>> = {},
    body = '',
  ): Promise<Answer> {
    const host = new URL(platform.endpoint).host;
    const message: Message = { method, target, headers: Object.entries({ host, ...headers }), body: Buffer.from(body) };
    return ask(platform.port, toBytes(message));
  }

  const overrides = ['text%0d%0aSet-Cookie:%20a=b', '%00', '%e2%82%ac', '%ff', 'a%0ab', '%7f', 'x'.repeat(3_000), ''];
  for (const value of overrides) {
    test(`a response header asked for as ${value.slice(0, 40)} splits no answer`, async () => {
      for (const name of ['response-content-type', 'response-content-disposition', 'response-cache-control']) {
        const { outcome, status, headers, body } = await send('GET', `/${world.bucket}/a/key?${name}=${value}`);
        assert.equal(outcome, 'answered');
        assert.ok(status < 500, `${status} ${body.toString()}`);
        assert.equal(headers['set-cookie'], undefined);
      }
    });
  }

  const stored: Readonly<Record<string, string>> = {
    high: '\xe9\xff',
    quoted: '=?UTF-8?B?4oKs?=',
    tab: 'a\tb',
    long: 'x'.repeat(1_900),
  };
  for (const [name, value] of Object.entries(stored)) {
    test(`metadata with bytes that are ${name} is stored and told, or refused`, async () => {
      const headers = { 'x-amz-meta-odd': value, 'content-type': value, 'content-disposition': value };
      const put = await send('PUT', `/${world.bucket}/odd-${name}`, headers, 'x');
      assert.ok(put.status < 500, `${put.status} ${put.body.toString()}`);
      const got = await send('GET', `/${world.bucket}/odd-${name}`);
      assert.ok(got.outcome === 'answered' && got.status < 500, `${got.outcome} ${got.status}`);
    });
  }

  const answers: Readonly<Record<string, string>> = {
    'a header with a line break': `{ statusCode: 200, headers: { a: 'b\\r\\nset-cookie: c=d' }, body: '' }`,
    'a header with a null byte': `{ statusCode: 200, headers: { a: '\\0' }, body: '' }`,
    'a header outside of Latin-1': `{ statusCode: 200, headers: { a: '\u20ac' }, body: '' }`,
    'a header name that is none': `{ statusCode: 200, headers: { 'a b\\r\\n': 'c' }, body: '' }`,
    'an empty header name': `{ statusCode: 200, headers: { '': 'c' }, body: '' }`,
    'headers that frame the answer': `{ statusCode: 200, headers: { 'content-length': '999', 'transfer-encoding': 'chunked', connection: 'upgrade' }, body: 'x' }`,
    'a status that is none': `{ statusCode: 99999, body: '' }`,
    'a status that is text': `{ statusCode: '2OO', body: '' }`,
    'a status of 100': `{ statusCode: 100, body: '' }`,
    'a prototype': `JSON.parse('{"__proto__":{"statusCode":200},"headers":{"__proto__":{"x":"y"}}}')`,
    'an answer nested deeply': `'['.repeat(1e5) + ']'.repeat(1e5)`,
    'a body that is an object': `{ statusCode: 200, body: { a: 1 } }`,
    'base64 that is none': `{ statusCode: 200, isBase64Encoded: true, body: '\\0!?' }`,
    nothing: 'undefined',
  };
  for (const [name, source] of Object.entries(answers)) {
    test(`a function behind an API that answers ${name}: the caller gets an answer, of API Gateway's kind`, async () => {
      await changeWitness(`exports.handler = async () => (${source})`);
      const { outcome, status, headers } = await send('GET', `/_aws/execute-api/${world.apiId}/dev/x`);
      assert.equal(outcome, 'answered');
      // 502: "Malformed Lambda proxy response" is what API Gateway says of a function's fault.
      assert.ok(status < 500 || status === 502, String(status));
      assert.equal(headers['set-cookie'], undefined);
    });
  }

  async function changeWitness(source: string): Promise<void> {
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const lambda = new LambdaClient({ endpoint: platform.endpoint, region: 'us-east-1', credentials });
    const FunctionName = 'witness';
    await lambda.send(
      new UpdateFunctionCodeCommand({ FunctionName, ZipFile: zipSync({ 'index.js': strToU8(source) }) }),
    );
    await waitUntilFunctionUpdatedV2({ client: lambda, maxWaitTime: 20, minDelay: 1, maxDelay: 1 }, { FunctionName });
    lambda.destroy();
  }

  test('none of it is an error of the platform', () => assert.deepEqual(platform.bugs(), []));
});
