import type { ApiRequest } from './api-request.ts';
import { headerValues, type MultiValues, textOf } from './values.ts';
import { parsePayload } from './vtl/input.ts';
import { jsonPath } from './vtl/json-path.ts';

/** What parameter mappings read from: a request on its way in, or an integration's response on its way out. */
export interface MappingSource {
  readonly request: ApiRequest;
  readonly body: string;
  /** Of the integration's response. */
  readonly responseHeaders?: MultiValues;
}

/** Where mapped values go: `integration.request.header.X` and its like. */
export interface Mapped {
  readonly path: Record<string, string>;
  readonly query: MultiValues;
  readonly headers: MultiValues;
}

/** Evaluates an integration's `requestParameters`; what a source lacks is left out. */
export function mapRequest(mappings: Readonly<Record<string, string>> | undefined, source: MappingSource): Mapped {
  const mapped: Mapped = { path: {}, query: {}, headers: {} };
  for (const [target, expression] of Object.entries(mappings ?? {})) {
    const [, place, name = ''] =
      /^integration\.request\.(path|(?:multivalue)?querystring|(?:multivalue)?header)\.(.+)$/.exec(target) ?? [];
    const values = evaluate(expression, source);
    if (!place || values.length === 0) continue;
    if (place === 'path') mapped.path[name] = values.at(-1)!;
    else (place.endsWith('header') ? mapped.headers : mapped.query)[name] = values;
  }
  return mapped;
}

/** Evaluates an integration response's `responseParameters` to the headers that the client gets. */
export function mapResponseHeaders(
  mappings: Readonly<Record<string, string>> | undefined,
  source: MappingSource,
): MultiValues {
  const headers: MultiValues = {};
  for (const [target, expression] of Object.entries(mappings ?? {})) {
    const name = /^method\.response\.header\.(.+)$/.exec(target)?.[1];
    const values = evaluate(expression, source);
    if (name && values.length > 0) headers[name] = values;
  }
  return headers;
}

function evaluate(expression: string, source: MappingSource): string[] {
  const literal = /^'(.*)'$/s.exec(expression);
  if (literal) return [literal[1]!];
  const [, kind = '', rest = ''] =
    /^(method\.request|integration\.response|context|stageVariables)\.(.+)$/s.exec(expression) ?? [];
  if (kind === 'stageVariables') return single(source.request.live.stage.variables[rest]);
  if (kind === 'context') return single(follow(source.request.context, rest));
  if (rest === 'body') return single(source.body);
  if (rest.startsWith('body.'))
    return single(jsonPath(parsePayload(source.body), `$.${rest.slice(5).replace(/^\$\.?/, '')}`));
  return parameters(kind, rest, source);
}

function parameters(kind: string, rest: string, { request, responseHeaders = {} }: MappingSource): string[] {
  const [, place, name = ''] = /^(path|(?:multivalue)?querystring|(?:multivalue)?header)\.(.+)$/.exec(rest) ?? [];
  if (place === 'path') return single(request.route.pathParameters[name]);
  const headers = kind === 'integration.response' ? responseHeaders : request.headers;
  const values = place?.endsWith('header') ? headerValues(headers, name) : (request.query[name] ?? []);
  return place?.startsWith('multivalue') ? [...values] : values.slice(-1);
}

function follow(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((part, key) => (part as Record<string, unknown> | null | undefined)?.[key], value);
}

function single(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  return [textOf(value)];
}
