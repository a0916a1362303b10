import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConcurrencyLedger } from './concurrency.ts';
import type { Target } from './targets.ts';

function target(name: string, reserved: number | null, unreserved = 2): Target {
  const reference = { account: '000000000000', region: 'us-east-1', name };
  return {
    reference,
    path: `000000000000/us-east-1/${name}`,
    scope: '000000000000/us-east-1',
    reservedConcurrency: reserved,
    unreservedConcurrency: unreserved,
  } as Target;
}

test('a reservation admits exactly that many, and again as they end', () => {
  const ledger = new ConcurrencyLedger();
  ledger.enter(target('a', 1));
  assert.throws(() => ledger.enter(target('a', 1)), {
    code: 'TooManyRequestsException',
    message: 'Rate Exceeded.',
    options: {
      members: { Type: 'User', Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' },
      headers: { 'retry-after': '1' },
    },
  });
  ledger.leave(target('a', 1));
  ledger.enter(target('a', 1));
  ledger.leave(target('a', 1));
});

test('a reservation of zero turns a function off', () => {
  assert.throws(() => new ConcurrencyLedger().enter(target('a', 0)), { code: 'TooManyRequestsException' });
});

test('functions without a reservation share what is left, reserved ones do not use it up', () => {
  const ledger = new ConcurrencyLedger();
  ledger.enter(target('reserved', 5));
  ledger.enter(target('a', null));
  ledger.enter(target('b', null));
  assert.throws(() => ledger.enter(target('c', null)), {
    options: {
      members: { Type: 'User', Reason: 'ConcurrentInvocationLimitExceeded' },
      headers: { 'retry-after': '1' },
    },
  });
  ledger.leave(target('a', null));
  ledger.enter(target('c', null));
});
