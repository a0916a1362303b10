import type { Fault } from '../kernel/errors.ts';
import type { ProtocolName } from './codec.ts';

/** One AWS service's wire, as `npm run models` writes it to `services/<name>/model.json`. */
export interface ServiceModel {
  readonly service: string;
  /** `2015-03-31`; the query protocol's `Version`. */
  readonly apiVersion: string;
  /** AWS's own name for the service (`CloudWatch Logs`). */
  readonly serviceId: string;
  /** Every protocol that its clients may speak, the preferred one first. */
  readonly protocols: readonly ProtocolName[];
  /** What stands before the dot in `X-Amz-Target`, and in the path of RPC v2 CBOR. */
  readonly targetPrefix?: string;
  readonly xmlNamespace?: string;
  readonly operations: Readonly<Record<string, OperationModel>>;
  /** By name; names of PRIMITIVES are not listed. */
  readonly shapes: Readonly<Record<string, Shape>>;
}

export interface OperationModel {
  /** Method, path template (`/2015-03-31/functions/{FunctionName}`, query included) and status; REST protocols only. */
  readonly http?: readonly [method: string, uri: string, status: number];
  /** Absent: the operation takes or answers nothing. */
  readonly input?: string;
  readonly output?: string;
}

export type Shape = SimpleShape | ListShape | MapShape | StructureShape;

export interface Constraints {
  /** Characters, bytes, list or map entries; null is no bound. */
  readonly length?: readonly [min: number | null, max: number | null];
  readonly range?: readonly [min: number | null, max: number | null];
  /** A Java regular expression that the whole value must match. */
  readonly pattern?: string;
  readonly enum?: readonly string[];
  /** Its value must not appear in messages. */
  readonly sensitive?: true;
}

export type NumberType = 'integer' | 'long' | 'float' | 'double';
export type SimpleType = NumberType | 'string' | 'boolean' | 'blob' | 'timestamp' | 'document';

export interface SimpleShape extends Constraints {
  readonly type: SimpleType;
  /** A blob that is not held in memory. */
  readonly streaming?: true;
}

export interface ListShape extends Constraints {
  readonly type: 'list';
  readonly of: MemberRef;
}

export interface MapShape extends Constraints {
  readonly type: 'map';
  readonly key: MemberRef;
  readonly of: MemberRef;
}

export interface StructureShape {
  readonly type: 'structure';
  readonly members: Readonly<Record<string, MemberRef>>;
  /** Exactly one member is set. */
  readonly union?: true;
  /** A union whose members are the events of a stream. */
  readonly events?: true;
  readonly error?: ErrorTraits;
  readonly xmlName?: string;
  readonly xmlNamespace?: XmlNamespace;
}

export interface ErrorTraits {
  readonly status?: number;
  readonly fault: Fault;
  /** The query protocol's code, where it is not the shape's name. */
  readonly code?: string;
}

/** `uri`, or `[prefix, uri]`. */
export type XmlNamespace = string | readonly [prefix: string, uri: string];

/** A shape's name, or the name with how the member travels. */
export type MemberRef = string | Member;

export interface Member {
  readonly shape: string;
  readonly required?: true;
  /** Where in the HTTP message, when not in the body. */
  readonly in?: 'label' | 'header' | 'headers' | 'query' | 'queries' | 'payload' | 'status';
  /** The header's, header prefix's or query parameter's name. */
  readonly as?: string;
  readonly jsonName?: string;
  readonly xmlName?: string;
  readonly xmlNamespace?: XmlNamespace;
  readonly attribute?: true;
  readonly flat?: true;
  readonly timestamp?: TimestampFormat;
  /** A header that carries JSON in base 64. */
  readonly mediaType?: string;
  /** The client makes one up when the caller gives none. */
  readonly token?: true;
  /** Where in an event's message, when not in its body. */
  readonly event?: 'header' | 'payload';
}

export type TimestampFormat = 'date-time' | 'http-date' | 'epoch-seconds';

const PRIMITIVES: Readonly<Record<string, Shape>> = {
  string: { type: 'string' },
  boolean: { type: 'boolean' },
  integer: { type: 'integer' },
  long: { type: 'long' },
  float: { type: 'float' },
  double: { type: 'double' },
  blob: { type: 'blob' },
  timestamp: { type: 'timestamp' },
  document: { type: 'document' },
};

export function isPrimitive(name: string): boolean {
  return Object.hasOwn(PRIMITIVES, name);
}

export function shapeOf(model: ServiceModel, name: string): Shape {
  const shape = model.shapes[name] ?? PRIMITIVES[name];
  if (!shape) throw new Error(`the model of ${model.service} has no shape ${name}`);
  return shape;
}

/** The members of a structure, by name; none for an operation without input or output. */
export function membersOf(model: ServiceModel, name: string | undefined): [name: string, member: Member][] {
  if (!name) return [];
  const shape = shapeOf(model, name);
  if (shape.type !== 'structure') throw new Error(`${model.service}#${name} is no structure`);
  return Object.entries(shape.members).map(([member, ref]) => [member, memberOf(ref)]);
}

export function memberOf(ref: MemberRef): Member {
  return typeof ref === 'string' ? { shape: ref } : ref;
}
