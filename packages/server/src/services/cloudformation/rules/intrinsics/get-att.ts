import { templateError } from '../../errors.ts';
import { isList, type Value } from '../values.ts';
import type { Intrinsic } from './intrinsic.ts';
import { textOf } from './text.ts';

/** `["Function", "Arn"]` or, in YAML, `Function.Arn`. The attribute may be a function of its own, the name may not. */
export const getAtt: Intrinsic = {
  name: 'Fn::GetAtt',
  evaluate(argument, scope, evaluate) {
    const [name, attribute] = partsOf(argument);
    const text = attribute === undefined ? null : textOf(evaluate(attribute));
    if (typeof name !== 'string' || text === null) throw malformed();
    return scope.getAtt(name, text);
  },
  references(argument) {
    const [name, attribute] = partsOf(argument);
    if (typeof name !== 'string') throw malformed();
    return [{ kind: 'attribute', name, ...(typeof attribute === 'string' && { attribute }) }];
  },
};

function partsOf(argument: Value): readonly Value[] {
  if (isList(argument) && argument.length >= 2) {
    const [name, ...rest] = argument;
    return rest.every((part) => typeof part === 'string') ? [name!, rest.join('.')] : [name!, rest[0]!];
  }
  if (typeof argument !== 'string' || !argument.includes('.')) throw malformed();
  const dot = argument.indexOf('.');
  return [argument.slice(0, dot), argument.slice(dot + 1)];
}

function malformed() {
  return templateError(
    'every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute',
  );
}
