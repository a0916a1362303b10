import type { Schema } from '../../../services/apigateway/rules/json-schema/schema.ts';
import { SchemaSet } from '../../../services/apigateway/rules/json-schema/schema-set.ts';
import type { Validation } from './jobs.ts';

interface CompiledModels {
  readonly schemas: ReadonlyMap<string, Schema>;
  readonly set: SchemaSet;
}

/** Recorded from AWS, for an empty body too. */
const UNPARSEABLE = 'Unknown error parsing request body';
/** What one fault may quote of the body. */
const MAX_FAULT_CHARACTERS = 1000;
const MAX_FAULTS = 100;

/** The models of deployed stages, compiled when they are first met. */
export class BodyValidator {
  readonly #stages = new Map<number, CompiledModels>();

  /** What is wrong with the body. Throws when the models cannot be used. */
  validate({ stage, models, forget, model, body }: Validation): readonly string[] {
    if (forget !== undefined) this.#stages.delete(forget);
    if (models) this.#stages.set(stage, compile(models));
    const { schemas, set } = this.#stages.get(stage)!;
    const instance = parse(body);
    if (instance === undefined) return [UNPARSEABLE];
    try {
      const faults = set.validate(schemas.get(model)!, instance);
      return faults.slice(0, MAX_FAULTS).map((fault) => fault.slice(0, MAX_FAULT_CHARACTERS));
    } catch (cause) {
      if (cause instanceof RangeError) return ['the body is nested too deeply to be validated'];
      throw cause;
    }
  }
}

function compile(models: ReadonlyMap<string, string>): CompiledModels {
  const schemas = new Map([...models].map(([url, source]) => [url, JSON.parse(source) as Schema]));
  return { schemas, set: new SchemaSet(schemas) };
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as unknown;
  } catch {
    return undefined;
  }
}
