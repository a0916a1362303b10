import { templateError } from '../../errors.ts';
import type { Intrinsic } from './intrinsic.ts';

/** `{ "Condition": "Name" }` inside conditions; elsewhere a key called Condition is a key. */
export const condition: Intrinsic = {
  name: 'Condition',
  evaluate(argument, scope) {
    if (typeof argument !== 'string') throw templateError('Every Condition member must be a string.');
    return scope.condition(argument);
  },
  references: (argument) => (typeof argument === 'string' ? [{ kind: 'condition', name: argument }] : []),
};
