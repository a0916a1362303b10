import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessKeyId, accountOfAccessKey, apiGatewayId } from './ids.ts';

test('an access key id names its account', () => {
  for (const account of ['000000000000', '123456789012', '999999999999']) {
    const id = accessKeyId('AKIA', account);
    assert.match(id, /^AKIA[A-Z2-7]{16}$/);
    assert.equal(accountOfAccessKey(id), account);
    assert.notEqual(accessKeyId('AKIA', account), id);
  }
});

test('a text that is no access key id names none', () => {
  for (const id of ['AROAQNZGKIQY56JQ7WML', 'AKIA', 'AKIAqnzgkiqy56jq7wml']) assert.equal(accountOfAccessKey(id), null);
});

test('ids from a seed are the same for the same seed, and look like any other', () => {
  assert.equal(accessKeyId('AKIA', '123456789012', 'a'), accessKeyId('AKIA', '123456789012', 'a'));
  assert.notEqual(accessKeyId('AKIA', '123456789012', 'a'), accessKeyId('AKIA', '123456789012', 'b'));
  assert.equal(accountOfAccessKey(accessKeyId('AKIA', '123456789012', 'a')), '123456789012');
  assert.match(apiGatewayId('a', 10), /^[a-z0-9]{10}$/);
  assert.equal(apiGatewayId('a', 10), apiGatewayId('a', 10));
  assert.notEqual(apiGatewayId('a', 6), apiGatewayId('b', 6));
});
