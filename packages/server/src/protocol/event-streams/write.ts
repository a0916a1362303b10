import { EventStreamCodec } from '@smithy/core/event-streams';
import { type Member, memberOf, membersOf, type ServiceModel, shapeOf, type StructureShape } from '../model.ts';
import { toBytes } from '../scalars.ts';

/** How the protocol around the stream writes a structure. */
export interface EventFormat {
  readonly mediaType: string;
  readonly encode: (shape: string, value: unknown) => Uint8Array | string;
}

/** The other members of an RPC protocol's output, sent as the stream's first message. */
interface InitialResponse {
  readonly shape: string;
  readonly value: unknown;
}

export type EventWriter = (union: string, events: unknown, initial?: InitialResponse) => AsyncIterable<Uint8Array>;

/** The member of an output that is a stream of events. */
export function eventStreamMember(model: ServiceModel, output: string): { name: string; shape: string } | undefined {
  for (const [name, { shape }] of membersOf(model, output)) {
    const target = shapeOf(model, shape);
    if (target.type === 'structure' && target.events) return { name, shape };
  }
  return undefined;
}

/** Frames `{ PayloadChunk: { Payload } }`, `{ InvokeComplete: {…} }` … one message an event, as they come. */
export function eventWriters(model: ServiceModel, format: EventFormat): EventWriter {
  const codec = new EventStreamCodec(
    (bytes) => Buffer.from(bytes as Uint8Array).toString(),
    (text) => Buffer.from(text),
  );
  return async function* write(union, events, initial) {
    if (initial)
      yield codec.encode(message('initial-response', format.mediaType, format.encode(initial.shape, initial.value)));
    const { members } = shapeOf(model, union) as StructureShape;
    for await (const event of events as AsyncIterable<Record<string, unknown>>) {
      const name = Object.keys(event).find((key) => Object.hasOwn(members, key));
      if (!name) throw new TypeError(`${union} has no event ${Object.keys(event).join(', ')}`);
      yield codec.encode(
        encodeEvent(model, format, name, memberOf(members[name]!).shape, event[name] as Record<string, unknown>),
      );
    }
  };
}

type Message = Parameters<EventStreamCodec['encode']>[0];

/** https://smithy.io/2.0/aws/amazon-eventstream.html, "Event message" and "Modeled error message". */
function encodeEvent(
  model: ServiceModel,
  format: EventFormat,
  name: string,
  shapeName: string,
  value: Record<string, unknown>,
): Message {
  const shape = shapeOf(model, shapeName) as StructureShape;
  const bound = Object.entries(shape.members)
    .map(([member, ref]) => [member, memberOf(ref)] as const)
    .filter(([, { event }]) => event);
  const payload = bound.find(([, { event }]) => event === 'payload');
  const encoded = payload
    ? message(name, ...payloadOf(model, format, payload[1], value[payload[0]]))
    : message(
        name,
        format.mediaType,
        format.encode(
          shapeName,
          omit(
            value,
            bound.map(([member]) => member),
          ),
        ),
      );
  for (const [member, { event }] of bound) {
    if (event === 'header' && value[member] !== undefined) encoded.headers[member] = headerValue(value[member]);
  }
  if (shape.error) {
    const { ':event-type': type, ...headers } = encoded.headers;
    encoded.headers = { ...headers, ':exception-type': type!, ':message-type': text('exception') };
  }
  return encoded;
}

function payloadOf(
  model: ServiceModel,
  format: EventFormat,
  { shape }: Member,
  value: unknown,
): [mediaType: string, body: Uint8Array | string] {
  const { type } = shapeOf(model, shape);
  if (type === 'blob') return ['application/octet-stream', toBytes(value ?? '')];
  if (type === 'string') return ['text/plain', (value as string | undefined) ?? ''];
  return [format.mediaType, format.encode(shape, value ?? {})];
}

function message(event: string, mediaType: string, body: Uint8Array | string): Message {
  const headers = { ':event-type': text(event), ':content-type': text(mediaType), ':message-type': text('event') };
  return { headers, body: toBytes(body) };
}

const text = (value: string) => ({ type: 'string' as const, value });

function headerValue(value: unknown): Message['headers'][string] {
  if (typeof value === 'boolean') return { type: 'boolean', value };
  if (typeof value === 'number') return { type: 'integer', value };
  if (value instanceof Date) return { type: 'timestamp', value };
  if (value instanceof Uint8Array) return { type: 'binary', value };
  return text(String(value));
}

function omit(value: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
}
