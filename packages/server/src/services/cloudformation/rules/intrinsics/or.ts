import { templateError } from '../../errors.ts';
import { isList } from '../values.ts';
import type { Intrinsic } from './intrinsic.ts';
import { truthOf } from './truth.ts';

export const or: Intrinsic = {
  name: 'Fn::Or',
  evaluate(argument, _scope, evaluate) {
    if (!isList(argument) || argument.length < 2 || argument.length > 10) throw malformed();
    return argument
      .map((condition) => {
        const truth = truthOf(evaluate(condition));
        if (truth === null) throw malformed();
        return truth;
      })
      .some(Boolean);
  },
};

function malformed() {
  return templateError('every Fn::Or object requires a list of at least 2 and at most 10 boolean parameters.');
}
