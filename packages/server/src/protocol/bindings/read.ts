import {
  type ListShape,
  type MapShape,
  type Member,
  membersOf,
  type ServiceModel,
  type Shape,
  shapeOf,
  type SimpleShape,
  type TimestampFormat,
} from '../model.ts';
import { parseText } from '../scalars.ts';
import { serializationError, setOwn } from '../serialization.ts';
import type { WireRequest } from '../wire.ts';
import type { Route } from './router.ts';

/** Reads what does not travel in the body: labels, headers and query. */
export type BindingReader = (request: WireRequest, route: Route) => Record<string, unknown>;

type Read = (request: WireRequest, route: Route, query: URLSearchParams) => unknown;

export function compileBindingReader(model: ServiceModel, operation: string): BindingReader {
  const { input, http } = model.operations[operation]!;
  const members = membersOf(model, input);
  const template = new URLSearchParams(http![1].split('?')[1]);
  const bound = new Set([
    ...template.keys(),
    ...members.filter(([, { in: place }]) => place === 'query').map(([, { as }]) => as!),
  ]);
  const reads = members.flatMap(([name, member]): [string, Read][] => {
    const read = readerOf(model, name, member, bound);
    return read ? [[name, read]] : [];
  });
  return (request, route) => {
    const query = new URLSearchParams(request.query);
    const result: Record<string, unknown> = {};
    for (const [name, read] of reads) {
      const value = read(request, route, query);
      if (value !== undefined) result[name] = value;
    }
    return result;
  };
}

function readerOf(model: ServiceModel, name: string, member: Member, bound: ReadonlySet<string>): Read | undefined {
  const shape = shapeOf(model, member.shape);
  switch (member.in) {
    case 'label':
      return (_request, { labels }) => scalar(shape, decodeLabel(labels[name]!), member.timestamp ?? 'date-time');
    case 'header':
      return headerReader(model, shape, member);
    case 'headers':
      return ({ headers }) => prefixed(headers, member.as!.toLowerCase());
    case 'query':
      return (_request, _route, query) =>
        queryValue(model, shape, query.getAll(member.as!), member.timestamp ?? 'date-time');
    case 'queries':
      return (_request, _route, query) => remaining(model, shape as MapShape, query, bound);
    default:
      return undefined;
  }
}

export function decodeLabel(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw serializationError('The path is not properly percent-encoded');
  }
}

function scalar(shape: Shape, text: string, timestamp: TimestampFormat): unknown {
  return parseText(shape as SimpleShape, text, timestamp);
}

function headerReader(model: ServiceModel, shape: Shape, member: Member): Read {
  const name = member.as!.toLowerCase();
  const timestamp = member.timestamp ?? 'http-date';
  return ({ headers }) => {
    const text = headers[name];
    if (text === undefined) return undefined;
    if (shape.type === 'list') return headerList(model, shape, text, timestamp);
    // https://smithy.io/2.0/spec/http-bindings.html: a mediaType string travels in base 64.
    if (member.mediaType !== undefined) return Buffer.from(text, 'base64').toString();
    return scalar(shape, text, timestamp);
  };
}

/** Comma-separated; items with commas or quotes are quoted strings. HTTP dates have a comma of their own. */
function headerList(model: ServiceModel, shape: ListShape, text: string, timestamp: TimestampFormat): unknown[] {
  const item = shapeOf(model, typeof shape.of === 'string' ? shape.of : shape.of.shape);
  const isDate = item.type === 'timestamp' && timestamp === 'http-date';
  const items = isDate ? text.split(/(?<=GMT)\s*,\s*/) : (text.match(/"(?:[^"\\]|\\.)*"|[^,\s][^,]*/g) ?? []);
  return items.map((entry) => scalar(item, unquoted(entry.trim()), timestamp));
}

function unquoted(text: string): string {
  return text.startsWith('"') && text.endsWith('"') && text.length > 1
    ? text.slice(1, -1).replaceAll(/\\(.)/g, '$1')
    : text;
}

function prefixed(headers: Readonly<Record<string, string>>, prefix: string): Record<string, string> | undefined {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (name.startsWith(prefix)) setOwn(result, name.slice(prefix.length), value);
  }
  return Object.keys(result).length > 0 ? result : undefined;
}

function queryValue(model: ServiceModel, shape: Shape, values: readonly string[], timestamp: TimestampFormat): unknown {
  if (values.length === 0) return undefined;
  if (shape.type !== 'list') return scalar(shape, values[0]!, timestamp);
  const item = shapeOf(model, typeof shape.of === 'string' ? shape.of : shape.of.shape);
  return values.map((value) => scalar(item, value, timestamp));
}

/** httpQueryParams: every parameter that neither the path template nor another member takes. */
function remaining(
  model: ServiceModel,
  shape: MapShape,
  query: URLSearchParams,
  bound: ReadonlySet<string>,
): Record<string, unknown> | undefined {
  const item = shapeOf(model, typeof shape.of === 'string' ? shape.of : shape.of.shape);
  const result: Record<string, unknown> = {};
  for (const name of new Set(query.keys())) {
    if (!bound.has(name)) setOwn(result, name, queryValue(model, item, query.getAll(name), 'date-time'));
  }
  return Object.keys(result).length > 0 ? result : undefined;
}
