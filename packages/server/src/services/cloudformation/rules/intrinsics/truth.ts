import { templateError } from '../../errors.ts';
import { isList, type Value } from '../values.ts';
import type { Evaluated } from './intrinsic.ts';

/** What a condition function takes for true or false; null for neither. */
export function truthOf(value: Evaluated): boolean | null {
  if (value === true || value === 'true') return true;
  return value === false || value === 'false' ? false : null;
}

/** The truths that Fn::And and Fn::Or combine, every one of them evaluated; throws AWS's error for anything else. */
export function truthsOf(name: string, argument: Value, evaluate: (value: Value) => Evaluated): boolean[] {
  const malformed = () =>
    templateError(`every ${name} object requires a list of at least 2 and at most 10 boolean parameters.`);
  if (!isList(argument) || argument.length < 2 || argument.length > 10) throw malformed();
  return argument.map((condition) => {
    const truth = truthOf(evaluate(condition));
    if (truth === null) throw malformed();
    return truth;
  });
}
