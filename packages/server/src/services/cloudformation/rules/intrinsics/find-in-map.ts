import { templateError } from '../../errors.ts';
import { isList, isMap, type Value } from '../values.ts';
import { NO_VALUE, type Intrinsic } from './intrinsic.ts';
import { textOf } from './text.ts';

/** A fourth element `{ DefaultValue }` needs the transform AWS::LanguageExtensions. */
export const findInMap: Intrinsic = {
  name: 'Fn::FindInMap',
  evaluate(argument, scope, evaluate) {
    if (!isList(argument)) throw malformed();
    const [options] = argument.slice(3);
    const fallback = scope.extended && isMap(options) ? options.DefaultValue : undefined;
    if (argument.length !== (fallback === undefined ? 3 : 4)) throw malformed();
    const [name, top, second] = argument.slice(0, 3).map((key) => keyOf(evaluate(key)));
    const map = scope.mapping(name!);
    if (map === null && fallback === undefined) {
      throw templateError(`Mapping named '${name}' is not present in the 'Mappings' section of template.`);
    }
    const found = memberOf(memberOf(map, top!), second!);
    if (found !== undefined) return found;
    if (fallback !== undefined) return evaluate(fallback);
    throw templateError(`Unable to get mapping for ${name}::${top}::${second}`);
  },
};

function memberOf(map: Value | null | undefined, key: string): Value | undefined {
  return isMap(map) && Object.hasOwn(map, key) ? map[key] : undefined;
}

function keyOf(value: ReturnType<Parameters<Intrinsic['evaluate']>[2]>): string {
  const text = value === NO_VALUE ? null : textOf(value);
  if (text === null) throw malformed();
  return text;
}

function malformed() {
  return templateError(
    'every Fn::FindInMap object requires three parameters, the map name, map key and the attribute for return value',
  );
}
