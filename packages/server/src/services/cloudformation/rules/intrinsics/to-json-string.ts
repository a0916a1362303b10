import { templateError } from '../../errors.ts';
import { isList, isMap } from '../values.ts';
import type { Intrinsic } from './intrinsic.ts';

export const toJsonString: Intrinsic = {
  name: 'Fn::ToJsonString',
  extension: true,
  evaluate(argument, _scope, evaluate) {
    const value = evaluate(argument);
    if (!isList(value) && !isMap(value)) throw templateError('Fn::ToJsonString needs an object or a list.');
    return JSON.stringify(value);
  },
};
