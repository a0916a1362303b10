import { type Compiled, compileOnce, lazily } from '../compile.ts';
import {
  type ListShape,
  type MapShape,
  type Member,
  memberOf,
  type ServiceModel,
  type StructureShape,
} from '../model.ts';
import { parseText } from '../scalars.ts';
import { serializationError, setOwn } from '../serialization.ts';

/** A form's parameters as a tree: `Tags.member.1.Key=a` is at Tags, member, 1, Key. */
export interface QueryNode {
  value?: string;
  children?: Map<string, QueryNode>;
}

/** From the node of a parameter to its value. */
export type QueryReader = (node: QueryNode) => unknown;

export function parseForm(form: string): QueryNode {
  const root: QueryNode = {};
  for (const pair of form.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const key = decode(equals < 0 ? pair : pair.slice(0, equals));
    let node = root;
    for (const name of key.split('.')) {
      node.children ??= new Map();
      let child = node.children.get(name);
      if (!child) node.children.set(name, (child = {}));
      node = child;
    }
    node.value = equals < 0 ? '' : decode(pair.slice(equals + 1));
  }
  return root;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw serializationError('Unable to parse the request parameters');
  }
}

export function queryReaders(model: ServiceModel): Compiled<QueryReader> {
  return compileOnce<QueryReader>(model, (shape, member, compiled) => {
    if (shape.type === 'structure') return structure(shape, compiled);
    if (shape.type === 'list') return list(shape, member, compiled);
    if (shape.type === 'map') return map(shape, member, compiled);
    return (node) => parseText(shape, node.value ?? '', member.timestamp ?? 'date-time');
  });
}

function structure(shape: StructureShape, compiled: Compiled<QueryReader>): QueryReader {
  const members = lazily(() =>
    Object.entries(shape.members).map(([name, ref]) => {
      return [name, memberOf(ref).xmlName ?? name, compiled(ref)] as const;
    }),
  );
  return (node) => {
    const result: Record<string, unknown> = {};
    if (!node.children) return result;
    for (const [name, wireName, read] of members()) {
      const child = node.children.get(wireName);
      if (child) result[name] = read(child);
    }
    return result;
  };
}

/** `Name.member.1`, or `Name.1` where flattened (accepted for every list: SDKs differ). An empty list is `Name=`. */
function list(shape: ListShape, member: Member, compiled: Compiled<QueryReader>): QueryReader {
  const item = lazily(() => compiled(shape.of));
  const name = memberOf(shape.of).xmlName ?? 'member';
  return (node) =>
    numbered(member.flat ? node : (node.children?.get(name) ?? node.children?.get('member') ?? node)).map(item());
}

function map(shape: MapShape, member: Member, compiled: Compiled<QueryReader>): QueryReader {
  const item = lazily(() => compiled(shape.of));
  const [keyName, valueName] = [memberOf(shape.key).xmlName ?? 'key', memberOf(shape.of).xmlName ?? 'value'];
  return (node) => {
    const entries: Record<string, unknown> = {};
    for (const { children } of numbered(member.flat ? node : (node.children?.get('entry') ?? node))) {
      const value = children?.get(valueName);
      if (value) setOwn(entries, children?.get(keyName)?.value ?? '', item()(value));
    }
    return entries;
  };
}

/** Children called 1, 2, 3 …, in that order; gaps close. */
function numbered(node: QueryNode): QueryNode[] {
  const indexed = [...(node.children ?? [])].filter(([name]) => /^\d+$/.test(name));
  return indexed.sort(([a], [b]) => Number(a) - Number(b)).map(([, child]) => child);
}
