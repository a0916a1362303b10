import { templateError } from '../../errors.ts';
import type { Intrinsic } from './intrinsic.ts';
import { textOf } from './text.ts';

export const importValue: Intrinsic = {
  name: 'Fn::ImportValue',
  evaluate(argument, scope, evaluate) {
    const name = textOf(evaluate(argument));
    if (name === null) {
      throw templateError('the attribute in Fn::ImportValue must be a string or a function that returns a string');
    }
    return scope.importValue(name);
  },
};
