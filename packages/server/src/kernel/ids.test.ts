import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessKeyId, accountOfAccessKey } from './ids.ts';

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
