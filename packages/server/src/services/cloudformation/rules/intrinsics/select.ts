import { templateError } from '../../errors.ts';
import { isList } from '../values.ts';
import type { Intrinsic } from './intrinsic.ts';
import { textOf } from './text.ts';

export const select: Intrinsic = {
  name: 'Fn::Select',
  evaluate(argument, _scope, evaluate) {
    if (!isList(argument) || argument.length !== 2) throw malformed();
    const index = Number(textOf(evaluate(argument[0]!)) ?? Number.NaN);
    const list = evaluate(argument[1]!);
    if (!Number.isInteger(index) || index < 0 || !isList(list)) throw malformed();
    const item = list[index];
    if (item === undefined) throw templateError(`Fn::Select  cannot select nonexistent value at index ${index}`);
    return item;
  },
};

function malformed() {
  return templateError('Fn::Select requires a list argument with two elements: an integer index and a list');
}
