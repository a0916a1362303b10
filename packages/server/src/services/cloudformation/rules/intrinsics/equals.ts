import { templateError } from '../../errors.ts';
import { isList, sameValue } from '../values.ts';
import { NO_VALUE, type Intrinsic } from './intrinsic.ts';
import { textOf } from './text.ts';

/** Scalars are compared by their texts, case included. */
export const equals: Intrinsic = {
  name: 'Fn::Equals',
  evaluate(argument, _scope, evaluate) {
    if (!isList(argument) || argument.length !== 2) throw malformed();
    const [left, right] = argument.map(evaluate);
    if (left === NO_VALUE || right === NO_VALUE) return left === right;
    const [leftText, rightText] = [textOf(left!), textOf(right!)];
    return leftText !== null && rightText !== null ? leftText === rightText : sameValue(left, right);
  },
};

function malformed() {
  return templateError('every Fn::Equals object requires a list of 2 string parameters.');
}
