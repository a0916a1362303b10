import { parse } from 'yaml';
import { MAX_JSON_DEPTH } from '../../../../protocol/formats/json-depth.ts';
import { badRequest } from '../../errors.ts';

export type Json = Readonly<Record<string, unknown>>;

/** An API's description in OpenAPI 3.0 or Swagger 2.0, with the parts that differ between them behind one name. */
export interface Description {
  readonly root: Json;
  readonly title: string;
  readonly schemas: Json;
  readonly securitySchemes: Json;
  /** The path in `basePath` or the first server's URL. */
  readonly basePath: string;
}

/** Reads JSON or YAML. Throws BadRequestException for what is neither, and for other versions. */
export function readDescription(body: Uint8Array | string): Description {
  const root = parseText(Buffer.from(body as Uint8Array).toString());
  const { swagger, openapi, info } = root;
  const isSwagger = swagger === '2.0' || swagger === 2;
  if (!isSwagger && !(typeof openapi === 'string' && openapi.startsWith('3.'))) {
    throw badRequest('Invalid OpenAPI input.');
  }
  const components = asJson(root.components);
  return {
    root,
    title: text(asJson(info).title) ?? '',
    schemas: asJson(isSwagger ? root.definitions : components.schemas),
    securitySchemes: asJson(isSwagger ? root.securityDefinitions : components.securitySchemes),
    basePath: isSwagger ? (text(root.basePath) ?? '/') : serverPath(root.servers),
  };
}

function parseText(source: string): Json {
  const value = parseJson(source) ?? parseYaml(source);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
  throw badRequest('Invalid OpenAPI input.');
}

/** Undefined: no JSON. Tried first, since the reader of YAML takes 300 MB and half a second for 400 KB of brackets. */
function parseJson(source: string): unknown {
  try {
    return JSON.parse(source) as unknown;
  } catch {
    return undefined;
  }
}

function parseYaml(source: string): unknown {
  if (isDeeperThan(MAX_JSON_DEPTH, source)) throw badRequest('Invalid OpenAPI input.');
  try {
    return parse(source) as unknown;
  } catch (cause) {
    throw Object.assign(badRequest('Invalid OpenAPI input.'), { cause });
  }
}

/** Counts the brackets in texts as well: no description leaves a thousand open. */
function isDeeperThan(limit: number, source: string): boolean {
  let depth = 0;
  for (let at = 0; at < source.length && depth <= limit; at++) {
    const character = source[at];
    if (character === '[' || character === '{') depth++;
    else if (character === ']' || character === '}') depth--;
  }
  return depth > limit;
}

function serverPath(servers: unknown): string {
  const server = asJson(Array.isArray(servers) ? servers[0] : undefined);
  const variables = asJson(server.variables);
  const url = (text(server.url) ?? '/').replaceAll(
    /\{(\w+)\}/g,
    (whole, name: string) => text(asJson(variables[name]).default) ?? whole,
  );
  return URL.canParse(url) ? new URL(url).pathname : url;
}

/** Follows `{"$ref": "#/parameters/page"}` inside the document; other values are themselves. */
export function resolve(root: Json, value: unknown): Json {
  const reference = text(asJson(value).$ref);
  if (!reference?.startsWith('#/')) return asJson(value);
  const keys = reference
    .slice(2)
    .split('/')
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  return asJson(keys.reduce<unknown>((part, key) => asJson(part)[key], root));
}

/** The model that a schema refers to: `#/definitions/Pet`, `#/components/schemas/Pet`. */
export function modelOf(schema: unknown): string | undefined {
  return /^#\/(?:definitions|components\/schemas)\/(.+)$/.exec(text(asJson(schema).$ref) ?? '')?.[1];
}

export function asJson(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function text(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** Scalars as texts; undefined when there are none. */
export function texts(value: unknown): Record<string, string> | undefined {
  if (value === undefined || value === null) return undefined;
  return Object.fromEntries(Object.entries(asJson(value)).map(([key, part]) => [key, text(part) ?? '']));
}
