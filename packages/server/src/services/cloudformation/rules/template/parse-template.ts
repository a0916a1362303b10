import { isAlias, isMap as isYamlMap, isScalar, isSeq, parseDocument, type YAMLError } from 'yaml';
import { templateError, templateFormatError } from '../../errors.ts';
import { isMap, type Value, type ValueMap } from '../values.ts';
import { SHORT_FORMS } from './yaml-short-forms.ts';

/** A template's text, JSON or YAML with short forms, as a map. @throws ValidationError in AWS's words */
export function parseTemplate(text: string): ValueMap {
  const value = text.trimStart().startsWith('{') ? parseJson(text) : parseYaml(text, 'YAML');
  if (!isMap(value)) throw templateFormatError('unsupported structure.');
  return value;
}

/** What begins with a brace may still be YAML's flow style. */
function parseJson(text: string): Value {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return parseYaml(text, 'JSON');
  }
}

function parseYaml(text: string, notation: 'JSON' | 'YAML'): Value {
  // Its warnings are of tags that it does not know: ours, judged below.
  const document = parseDocument(text, { prettyErrors: false, logLevel: 'error' });
  const [error] = document.errors;
  if (error) throw notWellFormed(error, text, notation);
  return toValue(document.contents, text);
}

function toValue(node: unknown, text: string): Value {
  if (isAlias(node)) throw templateError('YAML aliases are not allowed in CloudFormation templates');
  const tag = tagOf(node);
  if (tag === undefined) return plainValue(node, text);
  const longName = SHORT_FORMS.get(tag);
  if (longName) return { [longName]: plainValue(node, text) };
  throw templateFormatError(
    `YAML not well-formed. (${placeOf(node, text)}): the tag ${tag} is no function of CloudFormation`,
  );
}

function plainValue(node: unknown, text: string): Value {
  if (isSeq(node)) return node.items.map((item) => toValue(item, text));
  if (isYamlMap(node)) {
    return Object.fromEntries(node.items.map(({ key, value }) => [keyOf(key, text), toValue(value, text)]));
  }
  return isScalar(node) ? scalarOf(node.value) : null;
}

function keyOf(key: unknown, text: string): string {
  if (isScalar(key) && tagOf(key) === undefined) return typeof key.value === 'string' ? key.value : (key.source ?? '');
  throw templateFormatError(`YAML not well-formed. (${placeOf(key, text)}): a key has to be a plain text`);
}

function scalarOf(value: unknown): Value {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return value;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Tags of YAML itself (`!!str`) have done their work when the value was read. */
function tagOf(node: unknown): string | undefined {
  const tag = (node as { readonly tag?: string } | null)?.tag;
  return tag === undefined || tag === '!' || tag.startsWith('tag:yaml.org') ? undefined : tag;
}

function notWellFormed(error: YAMLError, text: string, notation: 'JSON' | 'YAML') {
  if (error.code === 'DUPLICATE_KEY') {
    return templateFormatError(`Duplicate key in the template (${placeAt(text, error.pos[0])}).`);
  }
  return templateFormatError(`${notation} not well-formed. (${placeAt(text, error.pos[0])})`);
}

function placeOf(node: unknown, text: string): string {
  return placeAt(text, (node as { readonly range?: readonly number[] } | null)?.range?.[0] ?? 0);
}

function placeAt(text: string, position: number): string {
  const before = text.slice(0, position).split('\n');
  return `line ${before.length}, column ${before.at(-1)!.length + 1}`;
}
