import { TypeRegistry } from '@smithy/core/schema';
import {
  type Member,
  memberOf,
  type MemberRef,
  type ServiceModel,
  type Shape,
  shapeOf,
  type StructureShape,
  type TimestampFormat,
} from '../model.ts';

/** A model as the SDK's schema tuples, so that the official protocol classes can speak for services without a client here. */
export interface SmithyService {
  readonly registry: TypeRegistry;
  readonly operation: (name: string) => SmithyOperation;
}

export interface SmithyOperation {
  readonly namespace: string;
  readonly name: string;
  readonly traits: object;
  readonly input: unknown;
  readonly output: unknown;
}

export const NAMESPACE = 'com.example';

export function smithyService(model: ServiceModel): SmithyService {
  const schemas = new Schemas(model);
  const registry = new TypeRegistry(NAMESPACE);
  for (const [name, shape] of Object.entries(model.shapes)) {
    if (shape.type === 'structure' && shape.error) registry.registerError(schemas.of(name) as never, errorClass(name));
  }
  const operation = (name: string): SmithyOperation => {
    const { http, input, output } = model.operations[name]!;
    return {
      namespace: NAMESPACE,
      name,
      traits: http ? { http } : {},
      input: input ? schemas.of(input) : 'unit',
      output: output ? schemas.of(output) : 'unit',
    };
  };
  return { registry, operation };
}

function errorClass(name: string): new () => Error {
  return class extends Error {
    override name = name;
  };
}

const NUMBER_BITS = 1;
const BITS: Readonly<Record<string, number>> = { string: 0, boolean: 2, blob: 21, document: 15 };
const TIMESTAMP_BITS: Readonly<Record<TimestampFormat, number>> = {
  'date-time': 5,
  'http-date': 6,
  'epoch-seconds': 7,
};
const BINDINGS = {
  label: 'httpLabel',
  header: 'httpHeader',
  headers: 'httpPrefixHeaders',
  query: 'httpQuery',
  queries: 'httpQueryParams',
  payload: 'httpPayload',
  status: 'httpResponseCode',
};

class Schemas {
  readonly #model: ServiceModel;
  readonly #done = new Map<string, unknown>();

  constructor(model: ServiceModel) {
    this.#model = model;
  }

  of(name: string): unknown {
    if (!this.#done.has(name)) this.#build(name, shapeOf(this.#model, name));
    return this.#done.get(name);
  }

  #build(name: string, shape: Shape): void {
    if (shape.type === 'list') this.#done.set(name, [1, NAMESPACE, name, 0, this.#ref(shape.of)]);
    else if (shape.type === 'map')
      this.#done.set(name, [2, NAMESPACE, name, 0, this.#ref(shape.key), this.#ref(shape.of)]);
    else if (shape.type === 'structure') this.#done.set(name, this.#structure(name, shape));
    else
      this.#done.set(
        name,
        shape.type === 'blob' && shape.streaming
          ? 42
          : (BITS[shape.type] ?? (shape.type === 'timestamp' ? 4 : NUMBER_BITS)),
      );
  }

  #structure(name: string, shape: StructureShape): unknown {
    const { error, events, xmlName, xmlNamespace } = shape;
    const traits = {
      ...(error && { error: error.fault, ...(error.status && { httpError: error.status }) }),
      ...(events && { streaming: 1 }),
      ...(xmlName && { xmlName }),
      ...(xmlNamespace && { xmlNamespace }),
    };
    const members = Object.entries(shape.members);
    const id = error ? -3 : shape.union ? 4 : 3;
    return [id, NAMESPACE, name, traits, members.map(([member]) => member), members.map(([, ref]) => this.#ref(ref))];
  }

  /** A thunk: shapes may refer to themselves. */
  #ref(ref: MemberRef): unknown {
    const member = memberOf(ref);
    const target = () => (member.timestamp ? TIMESTAMP_BITS[member.timestamp] : this.of(member.shape));
    return [target, memberTraits(member)];
  }
}

function memberTraits({ in: place, as, jsonName, xmlName, xmlNamespace, attribute, flat, event }: Member): object {
  return {
    ...(place && { [BINDINGS[place]]: as ?? 1 }),
    ...(jsonName && { jsonName }),
    ...(xmlName && { xmlName }),
    ...(xmlNamespace && { xmlNamespace }),
    ...(attribute && { xmlAttribute: 1 }),
    ...(flat && { xmlFlattened: 1 }),
    ...(event && { [event === 'header' ? 'eventHeader' : 'eventPayload']: 1 }),
  };
}
