import { templateFormatError } from '../../errors.ts';
import { textual } from '../values.ts';
import type { Intrinsic } from './intrinsic.ts';

export const ref: Intrinsic = {
  name: 'Ref',
  evaluate(argument, scope) {
    const value = typeof argument === 'string' ? scope.ref(argument) : null;
    if (value === null) {
      throw templateFormatError(
        `Unresolved resource dependencies [${textual(argument)}] in the Resources block of the template`,
      );
    }
    return value;
  },
  references: (argument) => (typeof argument === 'string' ? [{ kind: 'ref', name: argument }] : []),
};
