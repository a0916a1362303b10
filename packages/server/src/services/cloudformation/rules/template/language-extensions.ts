import { templateError } from '../../errors.ts';
import { isList, isMap, type Value, type ValueMap } from '../values.ts';

export const LANGUAGE_EXTENSIONS = 'AWS::LanguageExtensions';

/** Answers what a loop's list comes to: a literal, or a parameter of a list type. */
export type ListOf = (node: Value) => readonly Value[];

const LOOP = 'Fn::ForEach::';

/**
 * Carries out every Fn::ForEach: `{ "Fn::ForEach::Name": [variable, list, { key: body }] }` becomes one entry for each
 * item, with `${variable}` and `&{variable}` replaced in keys and bodies (the latter without what is not alphanumeric).
 */
export function expandLoops(node: Value, listOf: ListOf): Value {
  if (isList(node)) return node.map((item) => expandLoops(item, listOf));
  if (!isMap(node)) return node;
  const entries = Object.entries(node).flatMap(([key, value]) =>
    key.startsWith(LOOP) ? loop(key, value, listOf) : [[key, expandLoops(value, listOf)] as const],
  );
  const names = entries.map(([key]) => key);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw templateError(`Fn::ForEach gives the key ${twice} more than once`);
  return Object.fromEntries(entries);
}

function loop(key: string, argument: Value, listOf: ListOf): (readonly [string, Value])[] {
  const [variable, list, body] = isList(argument) ? argument : [];
  if (
    typeof variable !== 'string' ||
    list === undefined ||
    !isMap(body) ||
    !isList(argument) ||
    argument.length !== 3
  ) {
    throw templateError(`${key} requires a list of an identifier, a collection and a map of one output`);
  }
  return listOf(list).flatMap((item) => {
    if (typeof item !== 'string' && typeof item !== 'number') throw templateError(`${key} loops over texts only`);
    const filled = fill(body, variable, String(item)) as ValueMap;
    return Object.entries(expandLoops(filled, listOf) as ValueMap);
  });
}

function fill(node: Value, variable: string, item: string): Value {
  if (typeof node === 'string') return fillText(node, variable, item);
  if (isList(node)) return node.map((value) => fill(value, variable, item));
  if (!isMap(node)) return node;
  if (node.Ref === variable && Object.keys(node).length === 1) return item;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [fillText(key, variable, item), fill(value, variable, item)]),
  );
}

function fillText(text: string, variable: string, item: string): string {
  return text
    .replaceAll(`\${${variable}}`, () => item)
    .replaceAll(`&{${variable}}`, () => item.replace(/[^A-Za-z0-9]/g, ''));
}
