import { templateError } from '../../errors.ts';
import type { Intrinsic } from './intrinsic.ts';
import { textOf } from './text.ts';

/** An empty text is the stack's own region. */
export const getAzs: Intrinsic = {
  name: 'Fn::GetAZs',
  evaluate(argument, scope, evaluate) {
    const region = textOf(evaluate(argument));
    if (region === null) throw templateError('every Fn::GetAZs object must have a String-typed value.');
    return scope.zones(region || scope.region);
  },
};
