import { templateError } from '../../errors.ts';
import { isList } from '../values.ts';
import type { Intrinsic } from './intrinsic.ts';
import { truthOf } from './truth.ts';

export const not: Intrinsic = {
  name: 'Fn::Not',
  evaluate(argument, _scope, evaluate) {
    const truth = isList(argument) && argument.length === 1 ? truthOf(evaluate(argument[0]!)) : null;
    if (truth === null) throw templateError('every Fn::Not object requires a list of one boolean parameter.');
    return !truth;
  },
};
