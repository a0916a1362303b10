import type { ApiRequest } from './api-request.ts';
import type { UserPrograms } from './user-programs/user-programs.ts';
import { headerValues, type MultiValues, textOf } from './values.ts';

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

type Mappings = Readonly<Record<string, string>>;
/** Parts of the body, by the expression that wants them. */
type Parts = ReadonlyMap<string, string | null | undefined>;

const BODY_PATH = /^(?:method\.request|integration\.response)\.body\.(.+)$/s;

/** Evaluates an integration's `requestParameters`; what a source lacks is left out. */
export async function mapRequest(
  programs: UserPrograms,
  mappings: Mappings | undefined,
  source: MappingSource,
): Promise<Mapped> {
  const mapped: Mapped = { path: {}, query: {}, headers: {} };
  const parts = await readParts(programs, mappings, source);
  for (const [target, expression] of Object.entries(mappings ?? {})) {
    const [, place, name = ''] =
      /^integration\.request\.(path|(?:multivalue)?querystring|(?:multivalue)?header)\.(.+)$/.exec(target) ?? [];
    const values = evaluate(expression, source, parts);
    if (!place || values.length === 0) continue;
    if (place === 'path') mapped.path[name] = values.at(-1)!;
    else (place.endsWith('header') ? mapped.headers : mapped.query)[name] = values;
  }
  return mapped;
}

/** Evaluates an integration response's `responseParameters` to the headers that the client gets. */
export async function mapResponseHeaders(
  programs: UserPrograms,
  mappings: Mappings | undefined,
  source: MappingSource,
): Promise<MultiValues> {
  const headers: MultiValues = {};
  const parts = await readParts(programs, mappings, source);
  for (const [target, expression] of Object.entries(mappings ?? {})) {
    const name = /^method\.response\.header\.(.+)$/.exec(target)?.[1];
    const values = evaluate(expression, source, parts);
    if (name && values.length > 0) headers[name] = values;
  }
  return headers;
}

/** What the expressions want of the body, by expression: JSONPaths are programs too. */
async function readParts(
  programs: UserPrograms,
  mappings: Mappings | undefined,
  { request, body }: MappingSource,
): Promise<Parts> {
  const wanted = Object.values(mappings ?? {}).filter((expression) => BODY_PATH.test(expression));
  const paths = wanted.map((expression) => `$.${BODY_PATH.exec(expression)![1]!.replace(/^\$\.?/, '')}`);
  const found = await programs.read(request.live.api, body, paths);
  return new Map(wanted.map((expression, index) => [expression, found[index]]));
}

function evaluate(expression: string, source: MappingSource, parts: Parts): string[] {
  const literal = /^'(.*)'$/s.exec(expression);
  if (literal) return [literal[1]!];
  const [, kind = '', rest = ''] =
    /^(method\.request|integration\.response|context|stageVariables)\.(.+)$/s.exec(expression) ?? [];
  if (kind === 'stageVariables') return single(source.request.live.stage.variables[rest]);
  if (kind === 'context') return single(follow(source.request.context, rest));
  if (rest === 'body') return single(source.body);
  if (parts.has(expression)) return single(parts.get(expression));
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
