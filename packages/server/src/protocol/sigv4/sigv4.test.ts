import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import type { HttpRequest } from '@smithy/types';
import type { AwsError } from '../../kernel/errors.ts';
import { EMPTY_SHA256, UNSIGNED_PAYLOAD, type SignableRequest } from './canonical-request.ts';
import type { ErrorFamily } from './errors.ts';
import { presignUrl, signRequest } from './sign.ts';
import { SigningKeys } from './signing-key.ts';
import { verifyHeader } from './verify.ts';
import { verifyPresigned } from './presigned.ts';

const CREDENTIALS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const NOW = Date.parse('2026-01-31T12:00:00Z');
const verifier = (family: ErrorFamily = 'rest-json', now = NOW) => ({ keys: new SigningKeys(), now, family });
const code = (expected: string, text?: RegExp) => (error: AwsError) => {
  assert.equal(error.code, expected);
  if (text) assert.match(error.message, text);
  return true;
};

function officialSigner(service: string, sessionToken?: string): SignatureV4 {
  const credentials = sessionToken ? { ...CREDENTIALS, sessionToken } : CREDENTIALS;
  return new SignatureV4({
    service,
    region: 'eu-west-1',
    credentials,
    sha256: Sha256,
    uriEscapePath: service !== 's3',
  });
}

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly query?: Record<string, string | string[]>;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

function httpRequest({ method = 'POST', path = '/', query = {}, headers = {}, body }: Sent): HttpRequest {
  return {
    method,
    protocol: 'http:',
    hostname: '127.0.0.1',
    port: 4566,
    path,
    query,
    headers: { host: '127.0.0.1:4566', ...headers },
    ...(body === undefined ? {} : { body }),
  };
}

/** How the SDK's HTTP handler writes it on the wire (querystring-builder of @smithy/core). */
function onTheWire(request: HttpRequest): SignableRequest {
  const escape = (text: string) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  const pairs = Object.entries(request.query ?? {}).flatMap(([name, value]) =>
    [value ?? ''].flat().map((one) => `${escape(name)}=${escape(one)}`),
  );
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return { method: request.method, path: request.path, query: pairs.join('&'), headers };
}

const requests: readonly (readonly [title: string, service: string, sent: Sent])[] = [
  [
    'a JSON call',
    'logs',
    {
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'Logs_20140328.PutLogEvents' },
      body: '{}',
    },
  ],
  [
    'a function name that is an encoded ARN',
    'lambda',
    {
      path: '/2015-03-31/functions/arn%3Aaws%3Alambda%3Aeu-west-1%3A000000000000%3Afunction%3Af/invocations',
      query: { Qualifier: '$LATEST' },
      body: '{"a":1}',
    },
  ],
  ['a path with dots and empty segments', 'lambda', { method: 'GET', path: '/a/./b//../c/' }],
  [
    'an object key with everything awkward',
    's3',
    { method: 'PUT', path: '/b/a%20b/%C3%BC//../%2B%28x%29%27%21%2A~', body: 'x' },
  ],
  [
    'repeated and empty query parameters',
    'lambda',
    { method: 'GET', query: { b: ['2', '1'], a: '', 'z z': "it's (1)*", Action: 'ü&=' } },
  ],
  ['spaces around and inside header values', 'lambda', { headers: { 'x-amz-meta-a': '  one   two  ' } }],
];

describe('SigV4 against the official signer', () => {
  for (const [title, service, sent] of requests) {
    test(`${title}: its signature holds`, async () => {
      const signed = await officialSigner(service).sign(httpRequest(sent), { signingDate: new Date(NOW) });
      const wire = onTheWire(signed);
      verifyHeader(wire, CREDENTIALS.secretAccessKey, wire.headers['x-amz-content-sha256']!, verifier());
    });

    test(`${title}: its presigned query holds`, async () => {
      const signed = await officialSigner(service).presign(
        httpRequest({ ...sent, method: 'GET', headers: {}, body: '' }),
        { signingDate: new Date(NOW), expiresIn: 60 },
      );
      verifyPresigned(onTheWire(signed), CREDENTIALS.secretAccessKey, EMPTY_SHA256, verifier());
    });
  }

  test('a session token is signed with the rest', async () => {
    const wire = onTheWire(
      await officialSigner('lambda', 'to/ken+=').sign(httpRequest({ body: '{}' }), { signingDate: new Date(NOW) }),
    );
    const hash = wire.headers['x-amz-content-sha256']!;
    verifyHeader(wire, CREDENTIALS.secretAccessKey, hash, verifier());
    const forged = { ...wire, headers: { ...wire.headers, 'x-amz-security-token': 'other' } };
    assert.throws(
      () => verifyHeader(forged, CREDENTIALS.secretAccessKey, hash, verifier()),
      code('InvalidSignatureException'),
    );
  });

  test('our own signer makes what the official one makes', async () => {
    const url = new URL('http://127.0.0.1:4566/2015-03-31/functions/a%3Ab?Marker=x%20y&MaxItems=5');
    const ours = signRequest({
      method: 'POST',
      url,
      body: '{}',
      service: 'lambda',
      region: 'eu-west-1',
      credentials: CREDENTIALS,
      date: new Date(NOW),
      headers: { 'Content-Type': 'application/json' },
    });
    const theirs = await officialSigner('lambda').sign(
      httpRequest({
        path: url.pathname,
        query: { Marker: 'x y', MaxItems: '5' },
        body: '{}',
        headers: { 'content-type': 'application/json' },
      }),
      { signingDate: new Date(NOW) },
    );
    assert.equal(ours.authorization, theirs.headers.authorization);
  });

  test('our own presigned URL is the official one', async () => {
    const ours = new URL(
      presignUrl({
        method: 'GET',
        url: new URL('http://127.0.0.1:4566/b/k'),
        service: 's3',
        region: 'eu-west-1',
        credentials: { ...CREDENTIALS, sessionToken: 'to/ken' },
        date: new Date(NOW),
        expiresS: 60,
      }),
    );
    const theirs = await officialSigner('s3', 'to/ken').presign(
      httpRequest({ method: 'GET', path: '/b/k', headers: { 'x-amz-content-sha256': UNSIGNED_PAYLOAD } }),
      {
        signingDate: new Date(NOW),
        expiresIn: 60,
        unhoistableHeaders: new Set(),
        unsignableHeaders: new Set(['x-amz-content-sha256']),
      },
    );
    verifyPresigned(
      { method: 'GET', path: ours.pathname, query: ours.search.slice(1), headers: { host: ours.host } },
      CREDENTIALS.secretAccessKey,
      UNSIGNED_PAYLOAD,
      verifier('s3'),
    );
    assert.equal(ours.searchParams.get('X-Amz-Credential'), theirs.query!['X-Amz-Credential']);
  });
});
