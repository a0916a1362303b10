import { isDeepStrictEqual } from 'node:util';
import type {
  Constraints,
  ErrorTraits,
  Member,
  MemberRef,
  OperationModel,
  ServiceModel,
  Shape,
  SimpleType,
  StructureShape,
  TimestampFormat,
  XmlNamespace,
} from '../../packages/server/src/protocol/model.ts';
import { isPrimitive } from '../../packages/server/src/protocol/model.ts';
import type { BotocoreModel, BotocoreShape } from './botocore.ts';
import { readSchema, type SdkPackage, type SdkRef, type SdkSchema, type SdkTraits } from './sdk-schemas.ts';
import type { ModelSource } from './services.ts';

/** Structure, wire names and bindings from the SDK; constraints and number kinds from botocore. */
export function mergeModel(source: ModelSource, sdk: SdkPackage, botocore: BotocoreModel): ServiceModel {
  const merger = new Merger(botocore);
  const operations = Object.fromEntries(
    sdk.operations.map((operation) => [operation.name, merger.operation(operation, source)]),
  );
  for (const error of sdk.errors) merger.shape(error, error.name, botocore.shapes[error.name]);
  const { apiVersion, serviceId, targetPrefix, xmlNamespace } = botocore.metadata;
  return defined({
    service: source.service,
    apiVersion,
    serviceId,
    protocols: source.protocols,
    targetPrefix,
    xmlNamespace,
    operations,
    shapes: answersWithoutQuery(merger.shapes(), Object.values(operations)),
  });
}

/**
 * The query belongs to requests: its trait means nothing on an answer (Smithy 2.0, "httpQuery trait"), where API Gateway's
 * lists have it on their `position`.
 */
function answersWithoutQuery(
  shapes: Record<string, Shape>,
  operations: readonly OperationModel[],
): Record<string, Shape> {
  const inputs = new Set(operations.map(({ input }) => input));
  const answers = new Set(operations.map(({ output }) => output).filter((output) => !inputs.has(output)));
  const unbound = (ref: MemberRef): MemberRef => (typeof ref !== 'string' && ref.in === 'query' ? ref.shape : ref);
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => {
      if (shape.type !== 'structure' || !answers.has(name)) return [name, shape];
      const members = Object.entries(shape.members).map(([member, ref]) => [member, unbound(ref)] as const);
      return [name, { ...shape, members: Object.fromEntries(members) }];
    }),
  );
}

class Merger {
  readonly #botocore: BotocoreModel;
  readonly #shapes = new Map<string, { schema: SdkSchema; shape: Shape | null }>();

  constructor(botocore: BotocoreModel) {
    this.#botocore = botocore;
  }

  shapes(): Record<string, Shape> {
    const sorted = [...this.#shapes].sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(sorted.map(([name, { shape }]) => [name, shape!]));
  }

  operation(operation: SdkSchema, source: ModelSource): OperationModel {
    const modelled = this.#botocore.operations[operation.name];
    const isRest = source.protocols.some((protocol) => protocol.startsWith('rest-'));
    return defined({
      http: isRest ? httpOf(operation) : undefined,
      input: this.#root(operation.target!, modelled?.input?.shape),
      output: this.#root(operation.second!, modelled?.output?.shape),
    });
  }

  #root(ref: SdkRef, botocoreName: string | undefined): string | undefined {
    const schema = readSchema(ref);
    return schema ? this.#named(schema, botocoreName ?? schema.name) : undefined;
  }

  /** What only the SDK refers to has botocore's constraints nevertheless, when botocore knows a shape of its name. */
  #named(schema: SdkSchema, name: string): string {
    return this.shape(schema, name, this.#botocore.shapes[name]);
  }

  /** Adds a shape under `name`, unless it is a primitive; answers the name that refers to it. */
  shape(schema: SdkSchema, name: string, modelled: BotocoreShape | undefined): string {
    const simple = schema.kind === 'simple' ? simpleShape(schema, modelled) : null;
    if (simple && Object.keys(simple).length === 1) return simple.type;
    if (isPrimitive(name)) throw new Error(`${name} is the name of a primitive`);
    const known = this.#shapes.get(name);
    if (known) {
      if (!isDeepStrictEqual(comparable(known.schema), comparable(schema)))
        throw new Error(`two different shapes are called ${name}`);
      return name;
    }
    const entry: { schema: SdkSchema; shape: Shape | null } = { schema, shape: simple };
    this.#shapes.set(name, entry);
    entry.shape ??= this.#complex(schema, name, modelled);
    return name;
  }

  #complex(schema: SdkSchema, name: string, modelled: BotocoreShape | undefined): Shape {
    const limits = constraints(schema, modelled);
    if (schema.kind === 'list')
      return { type: 'list', ...limits, of: this.#member(schema.target!, `${name}Member`, modelled?.member?.shape) };
    if (schema.kind === 'map') {
      const key = this.#member(schema.second!, `${name}Key`, modelled?.key?.shape);
      return { type: 'map', ...limits, key, of: this.#member(schema.target!, `${name}Value`, modelled?.value?.shape) };
    }
    return this.#structure(schema, name, modelled);
  }

  #structure(schema: SdkSchema, name: string, modelled: BotocoreShape | undefined): StructureShape {
    const order = Object.keys(modelled?.members ?? {});
    const members = [...schema.members!].sort((a, b) => position(order, a.name) - position(order, b.name));
    const refs = members.map(({ name: member, ref, required }): [string, MemberRef] => {
      const isRequired = modelled?.required?.includes(member) ?? required;
      return [member, this.#member(ref, `${name}${member}`, modelled?.members?.[member]?.shape, isRequired)];
    });
    return defined({
      type: 'structure' as const,
      union: schema.kind === 'union' ? (true as const) : undefined,
      events: schema.traits.streaming ? (true as const) : undefined,
      error: schema.kind === 'error' ? errorTraits(schema) : undefined,
      xmlName: schema.traits.xmlName as string | undefined,
      xmlNamespace: xmlNamespace(schema.traits),
      members: Object.fromEntries(refs),
    });
  }

  /** `fallback` names a shape that botocore does not have and the SDK left nameless. */
  #member(ref: SdkRef, fallback: string, botocoreName: string | undefined, required = false): MemberRef {
    const schema = readSchema(ref);
    if (!schema) throw new Error(`${fallback} is a unit`);
    const shape = this.#named(schema, botocoreName ?? (schema.name || fallback));
    const member = defined({
      shape,
      required: required ? (true as const) : undefined,
      ...wireTraits(ref.traits, schema),
    });
    return Object.keys(member).length === 1 ? shape : member;
  }
}

/** The SDK moves S3's `{Bucket}` from the path into the host name; on the wire of every other client it comes first. */
function httpOf(operation: SdkSchema): OperationModel['http'] {
  const [method, path, status] = operation.traits.http as [string, string, number];
  const labels =
    readSchema(operation.target!)
      ?.members?.filter(({ ref }) => ref.traits.httpLabel)
      .map(({ name }) => name) ?? [];
  const moved = labels.filter((label) => !path.includes(`{${label}}`) && !path.includes(`{${label}+}`));
  return [method, moved.map((label) => `/{${label}}`).join('') + path, status];
}

function position(order: readonly string[], name: string): number {
  const index = order.indexOf(name);
  return index < 0 ? order.length : index;
}

/** A schema without what makes a copy of it differ. */
function comparable({ kind, traits, members }: SdkSchema): unknown {
  return { kind, traits, members: members?.map(({ name }) => name) };
}

/** The SDK's type bits (static-schemas.d.ts); timestamps differ in format only, numbers in nothing. */
function simpleType(bits: number, modelled: BotocoreShape | undefined): SimpleType {
  if (bits === 0) return 'string';
  if (bits === 1) return numberType(modelled?.type);
  if (bits === 2) return 'boolean';
  if (bits >= 4 && bits <= 7) return 'timestamp';
  if (bits === 15) return 'document';
  if (bits === 21 || bits === 42) return 'blob';
  throw new Error(`the SDK's type ${bits} is unknown`);
}

/** What botocore does not know may be any number. */
function numberType(type: string | undefined): SimpleType {
  if (type === undefined) return 'double';
  if (type === 'integer' || type === 'long' || type === 'float' || type === 'double') return type;
  throw new Error(`a number of the SDK is a ${type} in botocore`);
}

function simpleShape(schema: SdkSchema, modelled: BotocoreShape | undefined): Shape & { type: SimpleType } {
  const type = simpleType(schema.bits!, modelled);
  const streaming = schema.bits === 42 || schema.traits.streaming ? (true as const) : undefined;
  return defined({ type, streaming, ...constraints(schema, modelled) });
}

function constraints(schema: SdkSchema, modelled: BotocoreShape | undefined): Constraints {
  const { min, max, pattern } = modelled ?? {};
  const bounds = min === undefined && max === undefined ? undefined : ([min ?? null, max ?? null] as const);
  const isNumber = schema.kind === 'simple' && schema.bits === 1;
  return defined({
    length: isNumber ? undefined : bounds,
    range: isNumber ? bounds : undefined,
    pattern,
    enum: modelled?.enum,
    sensitive: schema.traits.sensitive ? (true as const) : undefined,
  });
}

function errorTraits({ name, traits }: SdkSchema): ErrorTraits {
  const [code] = (traits.awsQueryError as [string, number] | undefined) ?? [];
  return defined({
    status: traits.httpError as number | undefined,
    fault: traits.error as ErrorTraits['fault'],
    code: code === name ? undefined : code,
  });
}

/** The SDK's name of a binding, and ours; the trait's value is the header's or parameter's name where it is a text. */
const BINDINGS = {
  httpLabel: 'label',
  httpHeader: 'header',
  httpPrefixHeaders: 'headers',
  httpQuery: 'query',
  httpQueryParams: 'queries',
  httpPayload: 'payload',
  httpResponseCode: 'status',
} as const;

const TIMESTAMPS: Readonly<Record<number, TimestampFormat>> = { 5: 'date-time', 6: 'http-date', 7: 'epoch-seconds' };

/** Traits that say nothing about the wire, or are read elsewhere. */
const IGNORED = new Set([
  'sensitive',
  'idempotent',
  'contextParam',
  'hostLabel',
  'streaming',
  ...Object.keys(BINDINGS),
]);
const READ = new Set([
  'jsonName',
  'xmlName',
  'xmlNamespace',
  'xmlAttribute',
  'xmlFlattened',
  'mediaType',
  'idempotencyToken',
  'eventHeader',
  'eventPayload',
]);

function wireTraits(traits: SdkTraits, schema: SdkSchema): Partial<Member> {
  const own = schema.kind === 'simple' ? schema.traits : {};
  const all = { ...own, ...traits };
  const unknown = Object.keys(all).filter((trait) => !IGNORED.has(trait) && !READ.has(trait));
  if (unknown.length > 0) throw new Error(`the traits ${unknown.join(', ')} are unknown`);
  const binding = Object.entries(BINDINGS).find(([trait]) => traits[trait] !== undefined);
  const flag = (trait: string) => (all[trait] ? (true as const) : undefined);
  return {
    in: binding?.[1],
    as: binding && typeof traits[binding[0]] === 'string' ? (traits[binding[0]] as string) : undefined,
    jsonName: all.jsonName as string | undefined,
    xmlName: all.xmlName as string | undefined,
    xmlNamespace: xmlNamespace(all),
    attribute: flag('xmlAttribute'),
    flat: flag('xmlFlattened'),
    timestamp: schema.kind === 'simple' ? TIMESTAMPS[schema.bits!] : undefined,
    mediaType: all.mediaType as string | undefined,
    token: flag('idempotencyToken'),
    event: all.eventHeader ? 'header' : all.eventPayload ? 'payload' : undefined,
  };
}

function xmlNamespace(traits: SdkTraits): XmlNamespace | undefined {
  return traits.xmlNamespace as XmlNamespace | undefined;
}

/** Without the members that are undefined. */
function defined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
}
