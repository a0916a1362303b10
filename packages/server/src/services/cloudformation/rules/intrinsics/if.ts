import { templateError } from '../../errors.ts';
import { isList } from '../values.ts';
import type { Intrinsic } from './intrinsic.ts';

/** Only the branch that is taken is evaluated. */
export const fnIf: Intrinsic = {
  name: 'Fn::If',
  evaluate(argument, scope, evaluate) {
    if (!isList(argument) || argument.length !== 3) throw malformed();
    const [condition, whenTrue, whenFalse] = argument;
    if (typeof condition !== 'string') throw malformed();
    return evaluate(scope.condition(condition) ? whenTrue! : whenFalse!);
  },
  references: (argument) =>
    isList(argument) && typeof argument[0] === 'string' ? [{ kind: 'condition', name: argument[0] }] : [],
};

function malformed() {
  return templateError('Fn::If requires a list argument with three elements');
}
