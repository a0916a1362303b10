import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { IAMClient, ListUsersCommand } from '@aws-sdk/client-iam';
import { GetBucketCorsCommand, PutBucketCorsCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { type Answer, ask } from './conversation.ts';
import { type Message, toBytes } from './message.ts';
import type { Subjects } from './recordings.ts';
import { startWatched, type WatchedPlatform } from './watched-platform.ts';
import { makeWorld } from './world.ts';

const EVIL = 'https://evil.example';
const CREATE_USER = 'Action=CreateUser&Version=2010-05-08&UserName=evil';
const FORM = 'application/x-www-form-urlencoded';

/** Requests that a page can make a browser send without asking first, and the first question of those it asks about. */
describe('web pages of other origins', () => {
  let platform: WatchedPlatform;
  let world: Subjects;
  let host: string;
  before(async () => {
    platform = await startWatched();
    world = await makeWorld(platform.endpoint);
    host = new URL(platform.endpoint).host;
  });
  after(() => platform[Symbol.asyncDispose]());

  const client = () => ({
    endpoint: platform.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });

  function send(method: string, target: string, headers: Readonly<Record<string, string>>, body = ''): Promise<Answer> {
    const message: Message = { method, target, headers: Object.entries({ host, ...headers }), body: Buffer.from(body) };
    return ask(platform.port, toBytes(message));
  }

  function assertRefused({ status, headers, body }: Answer): void {
    assert.equal(status, 403, body.toString());
    assert.equal(headers['access-control-allow-origin'], undefined);
  }

  async function assertNothingCreated(): Promise<void> {
    const { Users } = await new IAMClient(client()).send(new ListUsersCommand({}));
    assert.deepEqual(Users, []);
  }

  const simple: Readonly<Record<string, () => Promise<Answer>>> = {
    'a form that creates a user': () => send('POST', '/', { origin: EVIL, 'content-type': FORM }, CREATE_USER),
    'the same from a sandboxed frame': () => send('POST', '/', { origin: 'null', 'content-type': FORM }, CREATE_USER),
    'the same by fetch in mode no-cors': () =>
      send(
        'POST',
        '/',
        { origin: EVIL, 'sec-fetch-mode': 'no-cors', 'sec-fetch-site': 'cross-site', 'content-type': FORM },
        CREATE_USER,
      ),
    'the same as an image': () =>
      send('GET', `/?${CREATE_USER}`, {
        'sec-fetch-site': 'cross-site',
        'sec-fetch-mode': 'no-cors',
        'sec-fetch-dest': 'image',
      }),
    'the same as an image of another port': () => send('GET', `/?${CREATE_USER}`, { 'sec-fetch-site': 'same-site' }),
    'the same as a link that is followed': () =>
      send('GET', `/?${CREATE_USER}`, { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }),
    'the same with an origin of another port': () =>
      send('POST', '/', { origin: 'http://127.0.0.1:3000', 'content-type': FORM }, CREATE_USER),
    'the same with an origin of another scheme and name': () =>
      send('POST', '/', { origin: `ftp://${host}`, 'content-type': FORM }, CREATE_USER),
    'the same with two origins': () =>
      send('POST', '/', { origin: `http://${host}, ${EVIL}`, 'content-type': FORM }, CREATE_USER),
    'the same with an empty origin': () => send('POST', '/', { origin: '', 'content-type': FORM }, CREATE_USER),
    'the same with a false claim to be the same site': () =>
      send('POST', '/', { origin: EVIL, 'sec-fetch-site': 'same-origin', 'content-type': FORM }, CREATE_USER),
    'JSON as plain text, to create a function': () =>
      send('POST', '/2015-03-31/functions', { origin: EVIL, 'content-type': 'text/plain' }, '{"FunctionName":"evil"}'),
    'an invocation as plain text': () =>
      send(
        'POST',
        `/2015-03-31/functions/${world.functionName}/invocations`,
        { origin: EVIL, 'content-type': 'text/plain' },
        '{}',
      ),
    'what the platform tells of itself': () => send('GET', '/_hearth/info', { origin: EVIL }),
    'an unknown path': () => send('GET', '/nothing', { origin: EVIL }),
    'an object put where no bucket says so': () =>
      send('PUT', `/${world.bucket}/evil`, { 'sec-fetch-site': 'cross-site' }, 'x'),
    'the question whether it may call': () =>
      send('OPTIONS', '/2015-03-31/functions', {
        origin: EVIL,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization',
      }),
    'the question with a private network in it': () =>
      send('OPTIONS', '/', {
        origin: EVIL,
        'access-control-request-method': 'POST',
        'access-control-request-private-network': 'true',
      }),
  };
  for (const [name, request] of Object.entries(simple)) {
    test(`${name}: refused`, async () => {
      assertRefused(await request());
      await assertNothingCreated();
    });
  }

  const names = [
    'evil.example',
    '127.0.0.1.evil.example',
    '127.0.0.1.nip.io',
    'localhost.evil.example',
    'localhost@evil.example',
    'evil.example:80',
    'EVIL.EXAMPLE.',
    '2130706433',
    '0x7f000001',
    'evillocalhost',
    'evil-amazonaws.com',
    'xn--lcalhost-b5a',
  ];
  for (const name of names) {
    test(`a page under the rebound name ${name}: refused, for itself and with its own origin`, async () => {
      assertRefused(await send('POST', '/', { host: name, 'content-type': FORM }, CREATE_USER));
      assertRefused(
        await send(
          'POST',
          '/',
          { host: name, origin: `http://${name}`, 'sec-fetch-site': 'same-origin', 'content-type': FORM },
          CREATE_USER,
        ),
      );
      assertRefused(await send('GET', '/2015-03-31/functions', { host: name }));
      assertRefused(await send('GET', '/_hearth/info', { host: name }));
      await assertNothingCreated();
    });
  }

  test('what a proxy would say of the host is not believed', async () => {
    assertRefused(
      await send('GET', '/_hearth/info', { host: 'evil.example', 'x-forwarded-host': host, forwarded: `host=${host}` }),
    );
  });

  test('a page of Hearth’s own may call', async () => {
    const { status } = await send('GET', '/2015-03-31/functions', {
      origin: `http://${host}`,
      'sec-fetch-site': 'same-origin',
    });
    assert.equal(status, 200);
  });

  test('a page of any origin may call an API, whose program decides', async () => {
    const target = `/_aws/execute-api/${world.apiId}/dev/things`;
    const answer = await send(
      'POST',
      target,
      { origin: 'https://app.example', 'sec-fetch-site': 'cross-site', 'content-type': 'text/plain' },
      'hello',
    );
    assert.deepEqual([answer.status, answer.body.toString()], [200, '"hello"']);
    const question = { origin: 'https://app.example', 'access-control-request-method': 'POST' };
    assert.equal((await send('OPTIONS', target, question)).status, 200);
  });

  describe('of a bucket with CORS rules', () => {
    let s3: S3Client;
    before(async () => {
      s3 = new S3Client({ ...client(), forcePathStyle: true });
      const CORSRules = [
        { AllowedMethods: ['GET', 'PUT'], AllowedOrigins: ['https://app.example'], AllowedHeaders: ['*'] },
      ];
      await s3.send(new PutBucketCorsCommand({ Bucket: world.bucket, CORSConfiguration: { CORSRules } }));
      await s3.send(new GetBucketCorsCommand({ Bucket: world.bucket }));
    });
    after(() => s3.destroy());

    const uploadTo = async () => {
      const url = new URL(await getSignedUrl(s3, new PutObjectCommand({ Bucket: world.bucket, Key: 'upload' })));
      return url.pathname + url.search;
    };

    test('a page that the rules name may ask, upload and read', async () => {
      const target = await uploadTo();
      const origin = 'https://app.example';
      const asked = await send('OPTIONS', target, { origin, 'access-control-request-method': 'PUT' });
      assert.deepEqual([asked.status, asked.headers['access-control-allow-origin']], [200, origin]);
      const put = await send('PUT', target, { origin, 'sec-fetch-site': 'cross-site' }, 'from a page');
      assert.deepEqual([put.status, put.headers['access-control-allow-origin']], [200, origin]);
      const got = await send('GET', `/${world.bucket}/upload`, { origin });
      assert.deepEqual([got.body.toString(), got.headers['access-control-allow-origin']], ['from a page', origin]);
    });

    test('another page is refused when it asks, and is not allowed to read', async () => {
      const asked = await send('OPTIONS', await uploadTo(), { origin: EVIL, 'access-control-request-method': 'PUT' });
      assertRefused(asked);
      const got = await send('GET', `/${world.bucket}/a/key`, { origin: EVIL });
      assert.equal(got.headers['access-control-allow-origin'], undefined);
    });

    test('a page under a rebound name reads no bucket', async () => {
      assertRefused(await send('GET', `/${world.bucket}/a/key`, { host: 'evil.example' }));
      assertRefused(
        await send('GET', `/${world.bucket}/a/key`, { host: 'evil.example', origin: 'http://evil.example' }),
      );
    });
  });

  test('none of it is an error of the platform', () => assert.deepEqual(platform.bugs(), []));
});
