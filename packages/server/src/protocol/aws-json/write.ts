import { eventStreamMember, eventWriters } from '../event-streams/write.ts';
import { jsonWriters } from '../formats/json-write.ts';
import { requestIdHeader } from '../http-headers.ts';
import type { ServiceModel } from '../model.ts';
import type { WireResponse } from '../wire.ts';
import type { JsonVersion } from './match.ts';

export type Writer = (operation: string, output: Readonly<Record<string, unknown>>, requestId: string) => WireResponse;

export function compileWriter(model: ServiceModel, version: JsonVersion): Writer {
  const writers = jsonWriters(model, false);
  const events = eventWriters(model, {
    mediaType: 'application/json',
    encode: (ref, value) => JSON.stringify(writers(ref)(value)),
  });
  return (operation, output, requestId) => {
    const shape = model.operations[operation]!.output;
    const headers = { ...requestIdHeader(requestId), 'content-type': `application/x-amz-json-${version}` };
    if (!shape) return { status: 200, headers, body: '' };
    const stream = eventStreamMember(model, shape);
    if (!stream) return { status: 200, headers, body: JSON.stringify(writers(shape)(output)) };
    const { [stream.name]: source, ...initial } = output;
    const body = events(stream.shape, source, { shape, value: initial });
    return { status: 200, headers: { ...headers, 'content-type': 'application/vnd.amazon.eventstream' }, body };
  };
}
