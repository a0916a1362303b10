import { lastValues, type MultiValues } from '../values.ts';
import { JavaMap, toJava } from './java-values.ts';
import { jsonPath } from './json-path.ts';
import { TemplateObject } from './methods.ts';

export interface InputParameters {
  readonly path: Readonly<Record<string, string>>;
  readonly query: MultiValues;
  readonly headers: MultiValues;
}

/** `$input`: the payload, and the parameters of the request. */
export class TemplateInput extends TemplateObject {
  readonly body: string;

  constructor(body: string, { path, query, headers }: InputParameters) {
    const places = { path, querystring: lastValues(query), header: lastValues(headers) };
    super({
      json: (at = '$') => JSON.stringify(find(body, at) ?? ''),
      path: (at = '$') => toJava(find(body, at) ?? ''),
      params: (name?: string) => (name === undefined ? toJava(places) : parameter(places, name)),
    });
    // An empty body is `{}` to templates, whatever its media type (recorded by LocalStack, pull request 12413).
    this.body = body === '' ? '{}' : body;
  }
}

type Places = Readonly<Record<'path' | 'querystring' | 'header', Readonly<Record<string, string>>>>;

/** "Searches the request path, query string and header, in that order"; of headers the casing does not matter. */
function parameter({ path, querystring, header }: Places, name: string): string | JavaMap {
  for (const values of [path, querystring]) if (Object.hasOwn(values, name)) return values[name]!;
  const lower = name.toLowerCase();
  return Object.entries(header).find(([key]) => key.toLowerCase() === lower)?.[1] ?? '';
}

/** An empty payload is an empty object; one that is no JSON is a text. */
function find(body: string, at: string): unknown {
  return jsonPath(parsePayload(body), at);
}

export function parsePayload(body: string): unknown {
  if (body.trim() === '') return {};
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return body;
  }
}
