import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertMove, type EnvironmentState } from './environment-states.ts';

describe('the life of an environment', () => {
  const legal: readonly (readonly EnvironmentState[])[] = [
    ['starting', 'initializing', 'idle', 'busy', 'idle', 'frozen', 'busy', 'blank', 'busy', 'idle', 'stopping', 'dead'],
    ['starting', 'blank', 'busy', 'blank', 'stopping'],
    ['starting', 'stopping', 'dead'],
  ];
  for (const path of legal) {
    it(`goes ${path.join(' → ')}`, () => {
      for (const [index, to] of path.slice(1).entries()) assertMove(path[index]!, to);
    });
  }

  const illegal: readonly (readonly [EnvironmentState, EnvironmentState])[] = [
    ['starting', 'busy'],
    ['busy', 'busy'],
    ['busy', 'frozen'],
    ['idle', 'dead'],
    ['dead', 'busy'],
    ['stopping', 'idle'],
  ];
  for (const [from, to] of illegal) {
    it(`never goes ${from} → ${to}`, () => assert.throws(() => assertMove(from, to), /cannot go from/));
  }
});
