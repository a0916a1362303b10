import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { Sealer } from './sealer.ts';
import { SessionIssuer } from './sessions.ts';

const sealer = new Sealer(randomBytes(32));

test('what was sealed opens with the same key and context only', () => {
  const sealed = sealer.seal('secret', 'row 1');
  assert.equal(sealer.open(sealed, 'row 1').toString(), 'secret');
  assert.throws(() => sealer.open(sealed, 'row 2'));
  assert.throws(() => new Sealer(randomBytes(32)).open(sealed, 'row 1'));
});

test('a changed byte is noticed', () => {
  const sealed = sealer.seal('secret', 'row 1');
  sealed[sealed.length - 1]! ^= 1;
  assert.throws(() => sealer.open(sealed, 'row 1'));
});

test('a session token opens for the key it was issued to, and tells its claims', () => {
  const issuer = new SessionIssuer(sealer);
  const claims = {
    account: '123456789012',
    arn: 'arn:aws:sts::123456789012:assumed-role/r/s',
    userId: 'AROA:s',
    expiresAt: 5,
  };
  const { accessKeyId, secretAccessKey, sessionToken } = issuer.issue(claims);
  assert.deepEqual(issuer.open(accessKeyId, sessionToken), claims);
  assert.equal(issuer.secretOf(accessKeyId), secretAccessKey);
  assert.equal(issuer.open('ASIAAAAAAAAAAAAAAAAA', sessionToken), null);
  assert.equal(issuer.open(accessKeyId, 'not a token'), null);
});
