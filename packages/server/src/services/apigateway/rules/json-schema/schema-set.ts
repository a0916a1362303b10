import { type Evaluation, keywordsFor, typeOf } from './keywords.ts';
import { follow, isSchema, type Schema } from './schema.ts';

/** A schema, ready to be applied; it belongs to the document in which its local references are looked up. */
interface Compiled {
  readonly evaluation: Evaluation;
  /** Its keywords for each type of values. */
  readonly keywords: Record<string, readonly ((instance: unknown) => readonly string[])[]>;
  readonly hasParts: boolean;
}

const ABOUT_PARTS = ['additionalItems', 'additionalProperties', 'items', 'patternProperties', 'properties'] as const;
const NONE: readonly string[] = [];

/**
 * Schemas that may refer to one another by URL, of draft 4. What is wrong is said in the words of the validator that
 * API Gateway uses (`$context.error.validationErrorString` as recorded from AWS), in its order: an object's or array's
 * own faults first, those of its parts only when it has none of its own.
 *
 * Neither time nor depth is bounded here: a schema may recurse for ever (RangeError) and a pattern backtrack. Whoever
 * validates what strangers send does it in a process that can be ended.
 */
export class SchemaSet {
  readonly #schemas: ReadonlyMap<string, Schema>;
  readonly #compiled = new Map<Schema, Compiled>();
  readonly #patterns = new Map<string, RegExp>();

  /** `schemas`: by the URL that others refer to them by. */
  constructor(schemas: ReadonlyMap<string, Schema>) {
    this.#schemas = schemas;
  }

  /** What is wrong with `instance`; empty when it adheres. Throws for a reference to what is not there. */
  validate(schema: Schema, instance: unknown): readonly string[] {
    return this.#evaluate(schema, schema, instance);
  }

  #evaluate(schema: Schema, root: Schema, instance: unknown): readonly string[] {
    const { evaluation, keywords, hasParts } = this.#compile(schema, root);
    const type = typeOf(instance);
    const checks = (keywords[type] ??= checksOf(evaluation, type));
    let faults = NONE;
    for (const check of checks) {
      const found = check(instance);
      if (found.length > 0) faults = [...faults, ...found];
    }
    if (faults.length > 0 || !hasParts || typeof instance !== 'object' || instance === null) return faults;
    return Array.isArray(instance) ? itemFaults(evaluation, instance) : memberFaults(evaluation, instance);
  }

  #compile(schema: Schema, root: Schema): Compiled {
    let compiled = this.#compiled.get(schema);
    if (compiled) return compiled;
    const [target, document] = this.#dereference(schema, root);
    const evaluation: Evaluation = {
      schema: target,
      faults: (part, value) => this.#evaluate(part, document, value),
      matches: (pattern, text) => this.#pattern(pattern).test(text),
    };
    compiled = { evaluation, keywords: {}, hasParts: ABOUT_PARTS.some((name) => Object.hasOwn(target, name)) };
    this.#compiled.set(schema, compiled);
    return compiled;
  }

  /** The schema that is meant and its document. Beside a reference nothing else counts (draft 4, "JSON Reference"). */
  #dereference(schema: Schema, root: Schema): [Schema, Schema] {
    if (typeof schema.$ref !== 'string') return [schema, root];
    const [url = '', pointer = ''] = schema.$ref.split('#', 2);
    const document = url === '' ? root : this.#schemas.get(url);
    const target = document && follow(document, pointer);
    if (!target) throw new Error(`no schema at ${schema.$ref}`);
    return this.#dereference(target, document);
  }

  /** As ECMA 262 has them, without the flag `u`, which forbids escapes that people write: `[\w\.\_]`, `\d\-\d`. */
  #pattern(source: string): RegExp {
    let pattern = this.#patterns.get(source);
    if (!pattern) this.#patterns.set(source, (pattern = new RegExp(source)));
    return pattern;
  }
}

function checksOf(evaluation: Evaluation, type: string): ((instance: unknown) => readonly string[])[] {
  const { schema } = evaluation;
  return keywordsFor(type)
    .filter(([name]) => Object.hasOwn(schema, name))
    .map(
      ([name, keyword]) =>
        (instance) =>
          keyword(schema[name] as never, instance as never, evaluation),
    );
}

function itemFaults({ schema: { items, additionalItems }, faults }: Evaluation, instance: unknown[]): string[] {
  const all: string[] = [];
  instance.forEach((item, index) => {
    const part = Array.isArray(items) ? ((items as unknown[])[index] ?? additionalItems) : items;
    if (isSchema(part)) all.push(...faults(part, item));
  });
  return all;
}

function memberFaults(evaluation: Evaluation, instance: object): string[] {
  const all: string[] = [];
  for (const [name, value] of Object.entries(instance))
    for (const part of memberSchemas(evaluation, name)) all.push(...evaluation.faults(part, value));
  return all;
}

function memberSchemas({ schema, matches }: Evaluation, name: string): Schema[] {
  const { properties = {}, patternProperties = {}, additionalProperties } = schema as Record<string, Schema>;
  const parts: unknown[] = Object.keys(patternProperties)
    .filter((pattern) => matches(pattern, name))
    .map((pattern) => patternProperties[pattern]);
  if (Object.hasOwn(properties, name)) parts.unshift(properties[name]);
  return (parts.length > 0 ? parts : [additionalProperties]).filter(isSchema);
}
