import { payloadOf, writeRawPayload } from '../bindings/payload.ts';
import { compileBindingWriter } from '../bindings/write.ts';
import { type Compiled, lazily } from '../compile.ts';
import { eventStreamMember, type EventWriter, eventWriters } from '../event-streams/write.ts';
import { type JsonWriter, jsonWriters } from '../formats/json-write.ts';
import { requestIdHeader } from '../http-headers.ts';
import type { ServiceModel } from '../model.ts';
import type { WireResponse } from '../wire.ts';

type Output = Readonly<Record<string, unknown>>;
export type Writer = (operation: string, output: Output, requestId: string) => WireResponse;

interface Body {
  readonly mediaType?: string;
  readonly body: WireResponse['body'];
}

const EMPTY: Body = { body: '' };

export function compileWriter(model: ServiceModel): Writer {
  const writers = jsonWriters(model, true);
  const events = eventWriters(model, {
    mediaType: 'application/json',
    encode: (ref, value) => JSON.stringify(writers(ref)(value)),
  });
  const operations = new Map(
    Object.keys(model.operations).map((name) => [name, lazily(() => operationWriter(model, name, writers, events))]),
  );
  return (operation, output, requestId) => operations.get(operation)!()(operation, output, requestId);
}

function operationWriter(
  model: ServiceModel,
  operation: string,
  writers: Compiled<JsonWriter>,
  events: EventWriter,
): Writer {
  const { http, output } = model.operations[operation]!;
  const bindings = compileBindingWriter(model, output);
  const bodyOf = output ? bodyWriter(model, output, writers, events) : () => EMPTY;
  return (_operation, value, requestId) => {
    const { status = http![2], headers } = bindings(value);
    const { mediaType, body } = status === 204 ? EMPTY : bodyOf(value);
    const own = headers['content-type'];
    // A stream's own type gives way to the framing's (facts on InvokeWithResponseStream).
    if (mediaType === EVENT_STREAM && own) headers['x-amzn-remapped-content-type'] = own;
    if (mediaType && (mediaType === EVENT_STREAM || !own)) headers['content-type'] = mediaType;
    return { status, headers: { ...requestIdHeader(requestId), ...headers }, body };
  };
}

const EVENT_STREAM = 'application/vnd.amazon.eventstream';

function bodyWriter(
  model: ServiceModel,
  output: string,
  writers: Compiled<JsonWriter>,
  events: EventWriter,
): (value: Output) => Body {
  const stream = eventStreamMember(model, output);
  if (stream) return (value) => ({ mediaType: EVENT_STREAM, body: events(stream.shape, value[stream.name]) });
  const payload = payloadOf(model, output);
  if (!payload) return (value) => json(writers(output)(value));
  const { name, shape, target } = payload;
  if (target.type === 'blob')
    return (value) => ({ mediaType: 'application/octet-stream', body: writeRawPayload(value[name]) });
  if (target.type === 'string')
    return (value) => ({ mediaType: 'text/plain', body: (value[name] as string | undefined) ?? '' });
  return (value) => (value[name] === undefined ? EMPTY : json(writers(shape)(value[name])));
}

function json(value: unknown): Body {
  return { mediaType: 'application/json', body: JSON.stringify(value) };
}
