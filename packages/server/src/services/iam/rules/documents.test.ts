import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeDocument, seconds } from './documents.ts';

test('documents are encoded as RFC 3986 says, and decode to what they were', () => {
  const document = `{"Action": "s3:*", "Sid": "it's (a) test!~-_."}`;
  assert.equal(encodeDocument("*'()! ~"), '%2A%27%28%29%21%20~');
  assert.equal(decodeURIComponent(encodeDocument(document)), document);
});

test('timestamps have second precision', () => {
  assert.equal(seconds(1_700_000_000_999).toISOString(), '2023-11-14T22:13:20.000Z');
});
