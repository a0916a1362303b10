import type { Intrinsic } from './intrinsic.ts';
import { truthsOf } from './truth.ts';

export const and: Intrinsic = {
  name: 'Fn::And',
  evaluate: (argument, _scope, evaluate) => truthsOf('Fn::And', argument, evaluate).every(Boolean),
};
