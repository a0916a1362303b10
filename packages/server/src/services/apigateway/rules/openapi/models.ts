import type { ApiDocument } from '../api.ts';
import { newId } from '../ids.ts';
import { KEYWORDS } from '../json-schema/draft4.ts';
import { isSchema, type Schema } from '../json-schema/schema.ts';
import { checkModel, modelUrl } from '../model.ts';
import { asJson, type Description, modelOf, text } from './document.ts';

/** Makes models of a description's schemas, which may refer to one another in any order. */
export function importModels(api: ApiDocument, { schemas }: Description): void {
  for (const [name, schema] of Object.entries(schemas)) putModel(api, name, schema);
  for (const name of Object.keys(schemas)) checkModel(api, name, api.models[name]!.schema);
}

/** The name of the model that a schema refers to, or of a new one made of a schema that is written in place. */
export function modelFor(api: ApiDocument, schema: unknown): string | undefined {
  const known = modelOf(schema);
  if (known !== undefined || Object.keys(asJson(schema)).length === 0) return known;
  const name = `MODEL${newId(6)}`;
  putModel(api, name, schema);
  checkModel(api, name, api.models[name]!.schema);
  return name;
}

function putModel(api: ApiDocument, name: string, schema: unknown): void {
  const id = Object.hasOwn(api.models, name) ? api.models[name]!.id : newId(6);
  const description = text(asJson(schema).description);
  const contentType = 'application/json';
  api.models[name] = {
    id,
    name,
    contentType,
    schema: JSON.stringify(modelSchema(api.id, asJson(schema))),
    description,
  };
}

/** "The maxItems and minItems tags are not included in simple request validation" ("Important notes", REST APIs). */
const NOT_IMPORTED: ReadonlySet<string> = new Set(['maxItems', 'minItems']);
const MAPS: ReadonlySet<string> = new Set(['definitions', 'dependencies', 'patternProperties', 'properties']);
const VALUES: ReadonlySet<string> = new Set(['default', 'enum']);

/** In draft 4: without what OpenAPI adds (`example`, `xml`, `nullable` …), references in the models' own form. */
function modelSchema(apiId: string, schema: Schema): Schema {
  const kept = Object.entries(schema).filter(([keyword]) => KEYWORDS.has(keyword) && !NOT_IMPORTED.has(keyword));
  return Object.fromEntries(kept.map(([keyword, value]) => [keyword, modelPart(apiId, keyword, value)]));
}

function modelPart(apiId: string, keyword: string, value: unknown): unknown {
  if (VALUES.has(keyword)) return value;
  if (keyword === '$ref') {
    const name = modelOf({ $ref: value });
    return name === undefined ? value : modelUrl(apiId, name);
  }
  const convert = (part: unknown): unknown => (isSchema(part) ? modelSchema(apiId, part) : part);
  if (Array.isArray(value)) return value.map(convert);
  if (!MAPS.has(keyword) || !isSchema(value)) return convert(value);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, convert(part)]));
}
