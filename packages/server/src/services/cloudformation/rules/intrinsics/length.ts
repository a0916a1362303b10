import { templateError } from '../../errors.ts';
import { isList } from '../values.ts';
import type { Intrinsic } from './intrinsic.ts';

export const length: Intrinsic = {
  name: 'Fn::Length',
  extension: true,
  evaluate(argument, _scope, evaluate) {
    const list = evaluate(argument);
    if (!isList(list)) throw templateError('Fn::Length needs a list or a function that returns a list.');
    return list.length;
  },
};
