import type { Intrinsic } from './intrinsic.ts';
import { truthsOf } from './truth.ts';

export const or: Intrinsic = {
  name: 'Fn::Or',
  evaluate: (argument, _scope, evaluate) => truthsOf('Fn::Or', argument, evaluate).some(Boolean),
};
