import { payloadOf, hasBody, writeRawPayload } from '../bindings/payload.ts';
import { compileBindingWriter } from '../bindings/write.ts';
import { type Compiled, lazily } from '../compile.ts';
import { eventStreamMember, type EventWriter, eventWriters } from '../event-streams/write.ts';
import { escapeText, namespaceText, type XmlWriter, xmlWriters } from '../formats/xml-write.ts';
import { type ServiceModel, shapeOf } from '../model.ts';
import type { WireResponse } from '../wire.ts';
import { restXmlRequestIds } from './request-ids.ts';
import { namespaceOf, rootOf } from './roots.ts';

type Output = Readonly<Record<string, unknown>>;
export type Writer = (operation: string, output: Output, requestId: string) => WireResponse;

interface Body {
  readonly mediaType?: string;
  readonly body: WireResponse['body'];
}

const EMPTY: Body = { body: '' };

export const XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

export function compileWriter(model: ServiceModel): Writer {
  const writers = xmlWriters(model);
  const events = eventWriters(model, { mediaType: 'text/xml', encode: (shape, value) => writers(shape)(shape, value) });
  const operations = new Map(
    Object.keys(model.operations).map((name) => [name, lazily(() => operationWriter(model, name, writers, events))]),
  );
  return (operation, output, requestId) => operations.get(operation)!()(operation, output, requestId);
}

function operationWriter(
  model: ServiceModel,
  operation: string,
  writers: Compiled<XmlWriter>,
  events: EventWriter,
): Writer {
  const { http, output } = model.operations[operation]!;
  const bindings = compileBindingWriter(model, output);
  const bodyOf = output ? bodyWriter(model, operation, output, writers, events) : () => EMPTY;
  return (_operation, value, requestId) => {
    const { status = http![2], headers } = bindings(value);
    const { mediaType, body } = status === 204 || status === 304 ? EMPTY : bodyOf(value);
    if (mediaType) headers['content-type'] ??= mediaType;
    return { status, headers: { ...restXmlRequestIds(model, requestId), ...headers }, body };
  };
}

function bodyWriter(
  model: ServiceModel,
  operation: string,
  output: string,
  writers: Compiled<XmlWriter>,
  events: EventWriter,
): (value: Output) => Body {
  const stream = eventStreamMember(model, output);
  if (stream)
    return (value) => ({
      mediaType: 'application/vnd.amazon.eventstream',
      body: events(stream.shape, value[stream.name]),
    });
  const namespace = model.xmlNamespace ?? namespaceOf(model.serviceId);
  const root = rootOf(model.serviceId, operation);
  const payload = payloadOf(model, output);
  if (!payload) {
    if (!hasBody(model, output)) return () => EMPTY;
    if (root === '') return (value) => xml(unwrapped(value, namespace));
    const shape = shapeOf(model, output);
    const name = root ?? ((shape.type === 'structure' && shape.xmlName) || output);
    return (value) => xml(inNamespace(writers(output)(name, value), name, namespace));
  }
  const { name, shape, target } = payload;
  if (target.type === 'blob')
    return (value) => ({ mediaType: 'application/octet-stream', body: writeRawPayload(value[name]) });
  if (target.type === 'string')
    return (value) => ({ mediaType: 'text/plain', body: (value[name] as string | undefined) ?? '' });
  const element = payload.xmlName ?? ((target.type === 'structure' && target.xmlName) || shape);
  return (value) =>
    value[name] === undefined ? EMPTY : xml(inNamespace(writers(shape)(element, value[name]), element, namespace));
}

function xml(body: string): Body {
  return { mediaType: 'application/xml', body: XML_DECLARATION + body };
}

/** `<LocationConstraint>eu-west-1</LocationConstraint>`; empty for us-east-1. */
function unwrapped(value: Output, namespace: string | undefined): string {
  const location = value.LocationConstraint;
  return `<LocationConstraint${namespaceText(namespace)}>${typeof location === 'string' ? escapeText(location) : ''}</LocationConstraint>`;
}

/** Declares the service's namespace on the root, unless the shape declared one. */
function inNamespace(element: string, name: string, namespace: string | undefined): string {
  const start = `<${name}`;
  return element.startsWith(`${start} xmlns=`)
    ? element
    : `${start}${namespaceText(namespace)}${element.slice(start.length)}`;
}
