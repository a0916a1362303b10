import { templateError } from '../../errors.ts';
import { isList } from '../values.ts';
import type { Intrinsic } from './intrinsic.ts';
import { textOf } from './text.ts';

export const split: Intrinsic = {
  name: 'Fn::Split',
  evaluate(argument, _scope, evaluate) {
    if (!isList(argument) || argument.length !== 2) throw malformed();
    const [delimiter, source] = argument;
    const text = textOf(evaluate(source!));
    if (typeof delimiter !== 'string' || delimiter === '' || text === null) throw malformed();
    return text.split(delimiter);
  },
};

function malformed() {
  return templateError(
    'every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be split or a function that returns a string to be split.',
  );
}
