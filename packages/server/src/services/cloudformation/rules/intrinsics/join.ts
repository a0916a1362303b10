import { templateError } from '../../errors.ts';
import { isList } from '../values.ts';
import type { Intrinsic } from './intrinsic.ts';
import { textOf } from './text.ts';

export const join: Intrinsic = {
  name: 'Fn::Join',
  evaluate(argument, _scope, evaluate) {
    if (!isList(argument) || argument.length !== 2 || typeof argument[0] !== 'string') throw malformed();
    const list = evaluate(argument[1]!);
    if (!isList(list)) throw malformed();
    return list
      .map((item) => {
        const text = textOf(item);
        if (text === null) throw malformed();
        return text;
      })
      .join(argument[0]);
  },
};

function malformed() {
  return templateError(
    'every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.',
  );
}
