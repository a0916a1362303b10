import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { canonicalPath, canonicalQuery, canonicalRequest, EMPTY_SHA256 } from './canonical-request.ts';
import { SigningKeys, signatureOf, signingKey } from './signing-key.ts';
import { stringToSign } from './string-to-sign.ts';

/** AWS's "Signature Version 4 test suite": request lines, headers and the published signatures. */
const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
const SUITE_SCOPE = { date: '20150830', region: 'us-east-1', service: 'service' };
const suite: readonly (readonly [name: string, path: string, query: string, signature: string, method?: string])[] = [
  ['get-vanilla', '/', '', '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
  [
    'get-vanilla-query-order-key-case',
    '/',
    'Param2=value2&Param1=value1',
    'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
  ],
  [
    'get-unreserved',
    '/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
    '',
    '07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f',
  ],
  ['get-utf8', '/ሴ', '', '8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85'],
  ['get-relative', '/example/..', '', '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
  ['get-slashes', '//example//', '', '9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84'],
  ['post-vanilla', '/', '', '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b', 'POST'],
];

describe("AWS's SigV4 test suite", () => {
  for (const [name, path, query, signature, method = 'GET'] of suite) {
    test(`${name} has the published signature`, () => {
      const request = {
        method,
        path,
        query,
        headers: { host: 'example.amazonaws.com', 'x-amz-date': '20150830T123600Z' },
      };
      const canonical = canonicalRequest(request, 'service', ['host', 'x-amz-date'], EMPTY_SHA256);
      assert.equal(
        signatureOf(signingKey(SECRET, SUITE_SCOPE), stringToSign('20150830T123600Z', SUITE_SCOPE, canonical)),
        signature,
      );
    });
  }

  test('get-header-key-duplicate joins repeated headers with a bare comma', () => {
    const rawHeaders = ['My-Header1', 'value2', 'my-header1', 'value2', 'My-Header1', ' value1 '];
    const request = {
      method: 'GET',
      path: '/',
      query: '',
      headers: { 'my-header1': 'value2, value2, value1' },
      rawHeaders,
    };
    assert.match(
      canonicalRequest(request, 'service', ['my-header1'], EMPTY_SHA256),
      /^my-header1:value2,value2,value1$/m,
    );
  });
});

describe('canonical forms', () => {
  test('paths are encoded twice and normalised, but S3 keys once and never normalised', () => {
    assert.equal(canonicalPath('/a%3Ab/../c', 'lambda'), '/c');
    assert.equal(canonicalPath('/a%3Ab', 'lambda'), '/a%253Ab');
    assert.equal(canonicalPath('/b//../%41+(x)', 's3'), '/b//../A%2B%28x%29');
    assert.equal(canonicalPath('/', 'lambda'), '/');
  });

  test('queries are sorted by code point, empty values keep their equals sign, plus is a space', () => {
    assert.equal(canonicalQuery('b=1&a&B=2&a=+x&X-Amz-Signature=s'), 'B=2&a=&a=%20x&b=1');
  });
});

test('signing keys are kept for those used last', () => {
  const keys = new SigningKeys();
  const scope = { date: '20260131', region: 'r', service: 's' };
  const first = keys.get('secret', scope);
  assert.equal(keys.get('secret', scope), first);
  for (let i = 0; i < 300; i++) keys.get(`secret ${i}`, scope);
  assert.notEqual(keys.get('secret', scope), first);
  assert.ok(keys.get('secret', scope).equals(first));
});
