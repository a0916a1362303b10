import { templateError } from '../../errors.ts';
import type { Intrinsic } from './intrinsic.ts';
import { textOf } from './text.ts';

export const base64: Intrinsic = {
  name: 'Fn::Base64',
  evaluate(argument, _scope, evaluate) {
    const text = textOf(evaluate(argument));
    if (text === null) throw templateError('every Fn::Base64 object must have a String-typed value.');
    return Buffer.from(text).toString('base64');
  },
};
