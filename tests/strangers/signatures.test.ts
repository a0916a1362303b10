import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { SignatureV4 } from '@smithy/signature-v4';
import { type Answer, ask } from './conversation.ts';
import { type Message, toBytes, withBody, withHeader } from './message.ts';
import { startWatched, type WatchedPlatform } from './watched-platform.ts';

interface Key {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** A key that Hearth issued is held to its signature, whoever else is believed. */
describe('signatures that are wrong', () => {
  let platform: WatchedPlatform;
  let key: Key;
  let host: string;

  before(async () => {
    platform = await startWatched();
    host = new URL(platform.endpoint).host;
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const iam = new IAMClient({ endpoint: platform.endpoint, region: 'us-east-1', credentials });
    await iam.send(new CreateUserCommand({ UserName: 'owner' }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'owner' }));
    key = { accessKeyId: AccessKey!.AccessKeyId!, secretAccessKey: AccessKey!.SecretAccessKey! };
    const s3 = new S3Client({
      endpoint: platform.endpoint,
      region: 'us-east-1',
      credentials: key,
      forcePathStyle: true,
    });
    await s3.send(new CreateBucketCommand({ Bucket: 'signed' }));
    await s3.send(new PutObjectCommand({ Bucket: 'signed', Key: 'key', Body: 'hello' }));
  });
  after(() => platform[Symbol.asyncDispose]());

  const send = (message: Message): Promise<Answer> => ask(platform.port, toBytes(message));

  /** PutObject, signed at `signedAt` with `secret`. */
  async function signedPut(signedAt = new Date(), secret = key.secretAccessKey): Promise<Message> {
    const body = Buffer.from('hello');
    const signer = new SignatureV4({
      service: 's3',
      region: 'us-east-1',
      credentials: { ...key, secretAccessKey: secret },
      sha256: Sha256,
      uriEscapePath: false,
    });
    const headers = { host, 'x-amz-content-sha256': createHash('sha256').update(body).digest('hex') };
    const request = { method: 'PUT', protocol: 'http:', hostname: host, path: '/signed/put', headers, query: {} };
    const signed = await signer.sign({ ...request, body }, { signingDate: signedAt });
    return { method: 'PUT', target: '/signed/put', headers: Object.entries(signed.headers), body };
  }

  const changed = (message: Message, name: string, change: (value: string) => string): Message =>
    withHeader(message, name, change(message.headers.find(([key]) => key === name)![1]));
  const authorization = (message: Message, change: (value: string) => string) =>
    changed(message, 'authorization', change);
  const hours = (count: number) => new Date(Date.now() + count * 3_600_000);

  const cases: readonly (readonly [title: string, code: string, make: () => Promise<Message>])[] = [
    ['by another secret', 'SignatureDoesNotMatch', () => signedPut(new Date(), 'not the secret')],
    ['an hour late', 'RequestTimeTooSkewed', () => signedPut(hours(-1))],
    ['an hour early', 'RequestTimeTooSkewed', () => signedPut(hours(1))],
    ['thirty years ago', 'RequestTimeTooSkewed', () => signedPut(hours(-30 * 365 * 24))],
    ['for another path', 'SignatureDoesNotMatch', async () => ({ ...(await signedPut()), target: '/signed/other' })],
    ['for another query', 'SignatureDoesNotMatch', async () => ({ ...(await signedPut()), target: '/signed/put?acl' })],
    ['for another method', 'SignatureDoesNotMatch', async () => ({ ...(await signedPut()), method: 'DELETE' })],
    ['for another body', 'XAmzContentSHA256Mismatch', async () => withBody(await signedPut(), 'HELLO')],
    ['for another host', 'SignatureDoesNotMatch', async () => withHeader(await signedPut(), 'host', 'localhost')],
    [
      'with one digit wrong',
      'SignatureDoesNotMatch',
      async () =>
        authorization(await signedPut(), (value) => value.replace(/.$/, (last) => (last === '0' ? '1' : '0'))),
    ],
    [
      'with no signature in it',
      'AuthorizationHeaderMalformed',
      async () => authorization(await signedPut(), (value) => value.replace(/, Signature=.*/, '')),
    ],
    [
      'without the signed headers',
      'AuthorizationHeaderMalformed',
      async () => authorization(await signedPut(), (value) => value.replace(/SignedHeaders=[^,]*, /, '')),
    ],
    [
      'for another day',
      'AuthorizationHeaderMalformed',
      async () => authorization(await signedPut(), (value) => value.replace(/\/20\d{6}\//, '/20200101/')),
    ],
    [
      'for another service',
      'InvalidSignatureException',
      async () => authorization(await signedPut(), (value) => value.replace('/s3/', '/lambda/')),
    ],
    [
      'of a key that was never issued',
      'InvalidAccessKeyId',
      async () =>
        authorization(await signedPut(), (value) => value.replace(/AKIA[A-Z2-7]{16}/, 'AKIAQAAAAAAAAAAAAAAA')),
    ],
    [
      'with a token that is none',
      'InvalidToken',
      async () => withHeader(await signedPut(), 'x-amz-security-token', 'no'),
    ],
    ['without a date', 'AuthorizationHeaderMalformed', async () => withHeader(await signedPut(), 'x-amz-date')],
    [
      'with a date that is none',
      'AuthorizationHeaderMalformed',
      async () => withHeader(await signedPut(), 'x-amz-date', 'yesterday'),
    ],
  ];
  for (const [title, code, make] of cases) {
    test(`one ${title} is answered ${code}`, async () => {
      const answer = await send(await make());
      assert.equal(codeOf(answer), code, answer.body.toString());
      assert.ok(answer.status >= 400 && answer.status < 500, String(answer.status));
    });
  }

  test('the honest one passes', async () => assert.equal((await send(await signedPut())).status, 200));

  describe('presigned URLs', () => {
    async function presigned(expiresIn: number, signingDate = new Date()): Promise<string> {
      const s3 = new S3Client({
        endpoint: platform.endpoint,
        region: 'us-east-1',
        credentials: key,
        forcePathStyle: true,
      });
      const url = new URL(
        await getSignedUrl(s3, new GetObjectCommand({ Bucket: 'signed', Key: 'key' }), { expiresIn, signingDate }),
      );
      return url.pathname + url.search;
    }
    const get = (target: string): Promise<Answer> =>
      send({ method: 'GET', target, headers: [['host', host]], body: Buffer.alloc(0) });

    const urls: readonly (readonly [title: string, status: number, make: () => Promise<string>])[] = [
      ['that is fresh is served', 200, () => presigned(60)],
      ['that has expired is refused', 403, () => presigned(60, hours(-1))],
      ['from the future is refused', 403, () => presigned(60, hours(1))],
      [
        'with another expiry is refused',
        403,
        async () => (await presigned(60)).replace('X-Amz-Expires=60', 'X-Amz-Expires=600'),
      ],
      [
        'that lasts longer than a week is refused',
        400,
        async () => (await presigned(60)).replace('X-Amz-Expires=60', 'X-Amz-Expires=604801'),
      ],
      [
        'with a negative expiry is refused',
        400,
        async () => (await presigned(60)).replace('X-Amz-Expires=60', 'X-Amz-Expires=-60'),
      ],
      [
        'with an expiry that is no number is refused',
        400,
        async () => (await presigned(60)).replace('X-Amz-Expires=60', 'X-Amz-Expires=NaN'),
      ],
      ['without an expiry is refused', 400, async () => (await presigned(60)).replace('X-Amz-Expires=60&', '')],
      ['for another key is refused', 403, async () => (await presigned(60)).replace('/signed/key', '/signed/put')],
      ['with one more parameter is refused', 403, async () => `${await presigned(60)}&response-content-type=text/html`],
    ];
    for (const [title, expected, make] of urls) {
      test(`one ${title}`, async () => {
        const answer = await get(await make());
        assert.equal(answer.status, expected, answer.body.toString());
        if (answer.status >= 400) assert.match(codeOf(answer), /^[A-Z]/);
      });
    }
  });

  test('none of it is an error of the platform', () => assert.deepEqual(platform.bugs(), []));
});

function codeOf({ headers, body }: Answer): string {
  return /<Code>([^<]*)<\/Code>/.exec(body.toString())?.[1] ?? headers['x-amzn-errortype'] ?? '';
}

/** What the signer asks for: a hash with an optional key. */
class Sha256 {
  readonly #key: string | Uint8Array | undefined;
  #pieces: Buffer[] = [];

  constructor(key?: string | ArrayBuffer | ArrayBufferView) {
    this.#key = key as string | Uint8Array | undefined;
  }

  update(piece: string | ArrayBuffer | ArrayBufferView): void {
    this.#pieces.push(Buffer.from(piece as Uint8Array));
  }

  async digest(): Promise<Uint8Array> {
    const digest = this.#key === undefined ? createHash('sha256') : createHmac('sha256', this.#key);
    return digest.update(Buffer.concat(this.#pieces)).digest();
  }

  reset(): void {
    this.#pieces = [];
  }
}
