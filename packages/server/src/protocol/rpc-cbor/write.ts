import { cbor } from '@smithy/core/cbor';
import { eventStreamMember, eventWriters } from '../event-streams/write.ts';
import { cborWriters } from '../formats/cbor.ts';
import { requestIdHeader } from '../http-headers.ts';
import type { ServiceModel } from '../model.ts';
import type { WireResponse } from '../wire.ts';

export type Writer = (operation: string, output: Readonly<Record<string, unknown>>, requestId: string) => WireResponse;

export function cborHeaders(requestId: string): Record<string, string> {
  return { ...requestIdHeader(requestId), 'smithy-protocol': 'rpc-v2-cbor', 'content-type': 'application/cbor' };
}

export function compileWriter(model: ServiceModel): Writer {
  const writers = cborWriters(model);
  const encode = (shape: string, value: unknown) => encodeCbor(writers(shape)(value));
  const events = eventWriters(model, { mediaType: 'application/cbor', encode });
  return (operation, output, requestId) => {
    const shape = model.operations[operation]!.output;
    const { 'content-type': mediaType, ...headers } = cborHeaders(requestId);
    if (!shape) return { status: 200, headers, body: '' };
    const stream = eventStreamMember(model, shape);
    if (!stream)
      return { status: 200, headers: { ...headers, 'content-type': mediaType! }, body: encode(shape, output) };
    const { [stream.name]: source, ...initial } = output;
    const body = events(stream.shape, source, { shape, value: initial });
    return { status: 200, headers: { ...headers, 'content-type': 'application/vnd.amazon.eventstream' }, body };
  };
}

/** The encoder reuses its buffer: what it returns is copied before the next one overwrites it. */
export function encodeCbor(value: unknown): Uint8Array {
  return Buffer.from(cbor.serialize(value));
}
