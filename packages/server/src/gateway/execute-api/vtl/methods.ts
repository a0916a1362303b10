import { matchesWhole } from '../user-programs/patterns.ts';
import { JavaList, JavaMap } from './java-values.ts';

type Method = (subject: never, ...args: never[]) => unknown;
type Methods = Readonly<Record<string, Method>>;

/** The methods of java.lang.String that templates use. */
const STRING: Methods = {
  charAt: (text: string, index: number) => text.charAt(index),
  concat: (text: string, other: unknown) => text + String(other),
  contains: (text: string, part: unknown) => text.includes(String(part)),
  endsWith: (text: string, part: string) => text.endsWith(part),
  equals: (text: string, other: unknown) => text === other,
  equalsIgnoreCase: (text: string, other: unknown) => text.toLowerCase() === String(other).toLowerCase(),
  indexOf: (text: string, part: string, from?: number) => text.indexOf(part, from),
  isEmpty: (text: string) => text === '',
  lastIndexOf: (text: string, part: string) => text.lastIndexOf(part),
  length: (text: string) => text.length,
  matches: (text: string, pattern: string) => matchesWhole(pattern, text),
  replace: (text: string, from: string, to: string) => text.split(from).join(to),
  replaceAll: (text: string, pattern: string, to: string) =>
    text.replaceAll(new RegExp(pattern, 'g'), javaReplacement(to)),
  replaceFirst: (text: string, pattern: string, to: string) => text.replace(new RegExp(pattern), javaReplacement(to)),
  split: (text: string, pattern: string) => JavaList.from(splitAsJava(text, pattern)),
  startsWith: (text: string, part: string) => text.startsWith(part),
  substring: (text: string, from: number, to?: number) => text.substring(from, to),
  toLowerCase: (text: string) => text.toLowerCase(),
  toString: (text: string) => text,
  toUpperCase: (text: string) => text.toUpperCase(),
  trim: (text: string) => text.trim(),
};

const LIST: Methods = {
  add: (list: unknown[], item: unknown) => list.push(item) > 0,
  addAll: (list: unknown[], items: unknown[]) => list.push(...items) > 0,
  contains: (list: unknown[], item: unknown) => list.includes(item),
  get: (list: unknown[], index: number) => list[index],
  indexOf: (list: unknown[], item: unknown) => list.indexOf(item),
  isEmpty: (list: unknown[]) => list.length === 0,
  remove: (list: unknown[], index: number) => list.splice(index, 1)[0],
  set: (list: unknown[], index: number, item: unknown) => ((list[index] = item), ''),
  size: (list: unknown[]) => list.length,
  subList: (list: unknown[], from: number, to: number) => list.slice(from, to),
  toString: (list: unknown[]) => String(list),
};

type Bag = Record<string, unknown>;

const MAP: Methods = {
  containsKey: (map: Bag, key: string) => Object.hasOwn(map, key),
  containsValue: (map: Bag, value: unknown) => Object.values(map).includes(value),
  entrySet: (map: Bag) => JavaList.from(Object.entries(map).map(([key, value]) => JavaMap.of({ key, value }))),
  get: (map: Bag, key: string) => (Object.hasOwn(map, key) ? map[key] : undefined),
  getKey: (entry: Bag) => entry.key,
  getOrDefault: (map: Bag, key: string, other: unknown) => (Object.hasOwn(map, key) ? map[key] : other),
  getValue: (entry: Bag) => entry.value,
  isEmpty: (map: Bag) => Object.keys(map).length === 0,
  keySet: (map: Bag) => JavaList.from(Object.keys(map)),
  put: (map: Bag, key: string, value: unknown) => {
    Object.defineProperty(map, key, { value, enumerable: true, writable: true, configurable: true });
    return '';
  },
  putAll: (map: Bag, others: Bag) => (
    Object.entries(others).forEach(([key, value]) => MAP.put!(map as never, key as never, value as never)),
    ''
  ),
  remove: (map: Bag, key: string) => {
    const value = map[key];
    delete map[key];
    return value;
  },
  size: (map: Bag) => Object.keys(map).length,
  toString: (map: JavaMap) => map.toString(),
  values: (map: Bag) => JavaList.from(Object.values(map)),
};

const SCALAR: Methods = {
  equals: (value: unknown, other: unknown) => value === other,
  intValue: (value: number) => Math.trunc(value),
  toString: (value: unknown) => String(value),
};

/** An object whose methods templates may call: `$input`, `$util`. Everything else of it is out of reach. */
export class TemplateObject {
  readonly #methods: Readonly<Record<string, (...args: never[]) => unknown>>;

  constructor(methods: Readonly<Record<string, (...args: never[]) => unknown>>) {
    this.#methods = methods;
  }

  call(name: string, params: readonly unknown[]): unknown {
    return own(this.#methods, name)?.(...(params as never[]));
  }
}

interface Handled {
  readonly context: unknown;
  readonly property: string;
  readonly params: readonly unknown[];
}

/**
 * How velocityjs calls methods: only those of the tables above. It matches everything, so that no method of JavaScript's
 * own can be reached from a template.
 */
export const TEMPLATE_METHODS = [
  {
    uid: 'java',
    match: () => true,
    resolve: ({ context, property, params }: Handled): unknown => {
      if (context instanceof TemplateObject) return context.call(property, params);
      return own(methodsOf(context), property)?.(context as never, ...(params as never[]));
    },
  },
];

function methodsOf(value: unknown): Methods {
  if (typeof value === 'string') return STRING;
  if (Array.isArray(value)) return LIST;
  return typeof value === 'object' && value !== null ? MAP : SCALAR;
}

function own<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** In Java `\$` is a dollar and `$1` a group; JavaScript writes them `$$` and `$1`. */
function javaReplacement(text: string): string {
  return text.replaceAll(/\\(.)|\$(?!\d)/g, (match, escaped: string | undefined) =>
    (escaped ?? match).replaceAll('$', '$$$$'),
  );
}

/** Java drops empty strings at the end. */
function splitAsJava(text: string, pattern: string): string[] {
  const parts = text.split(new RegExp(pattern));
  while (parts.length > 1 && parts.at(-1) === '') parts.pop();
  return parts;
}
