import { parentPort } from 'node:worker_threads';
import type { Schema } from '../../../services/apigateway/rules/json-schema/schema.ts';
import { SchemaSet } from '../../../services/apigateway/rules/json-schema/schema-set.ts';

/** What the thread is asked: a body, and the models of its stage when it has not had them yet. */
export interface ValidationTask {
  readonly stage: number;
  /** By URL, as texts. */
  readonly models?: ReadonlyMap<string, string>;
  /** A stage whose models are not needed any more. */
  readonly forget?: number | undefined;
  /** The model's URL. */
  readonly model: string;
  readonly body: Uint8Array;
}

/** `faults`: what is wrong with the body. `failure`: why that cannot be said, which is the API's fault. */
export type ValidationAnswer = { readonly faults: readonly string[] } | { readonly failure: string };

/** That a task was begun, then its answer. */
export type ValidationMessage = 'started' | ValidationAnswer;

interface CompiledModels {
  readonly schemas: ReadonlyMap<string, Schema>;
  readonly set: SchemaSet;
}

/** Recorded from AWS, for an empty body too. */
const UNPARSEABLE = 'Unknown error parsing request body';
/** What one fault may quote of the body. */
const MAX_FAULT_CHARACTERS = 1000;
const MAX_FAULTS = 100;

const stages = new Map<number, CompiledModels>();

parentPort!.on('message', (task: ValidationTask) => {
  parentPort!.postMessage('started' satisfies ValidationMessage, []);
  parentPort!.postMessage(answer(task) satisfies ValidationMessage, []);
});

function answer({ stage, models, forget, model, body }: ValidationTask): ValidationAnswer {
  if (forget !== undefined) stages.delete(forget);
  try {
    if (models) stages.set(stage, compile(models));
    return { faults: faultsOf(stages.get(stage)!, model, body) };
  } catch (error) {
    return { failure: (error as Error).message };
  }
}

function compile(models: ReadonlyMap<string, string>): CompiledModels {
  const schemas = new Map([...models].map(([url, source]) => [url, JSON.parse(source) as Schema]));
  return { schemas, set: new SchemaSet(schemas) };
}

function faultsOf({ schemas, set }: CompiledModels, model: string, body: Uint8Array): readonly string[] {
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

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as unknown;
  } catch {
    return undefined;
  }
}
