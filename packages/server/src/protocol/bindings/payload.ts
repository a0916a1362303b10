import { memberOf, membersOf, type ServiceModel, type Shape, shapeOf } from '../model.ts';
import { readBody, REST_BODY_LIMIT } from '../request-body.ts';
import { toBytes } from '../scalars.ts';
import type { WireRequest, WireResponse } from '../wire.ts';

/** The member that is the whole body. */
export interface Payload {
  readonly name: string;
  readonly shape: string;
  readonly target: Shape;
  /** How it is called in XML. */
  readonly xmlName?: string;
}

export function payloadOf(model: ServiceModel, structure: string | undefined): Payload | undefined {
  const found = membersOf(model, structure).find(([, member]) => member.in === 'payload');
  if (!found) return undefined;
  const [name, { shape, xmlName }] = found;
  return { name, shape, target: shapeOf(model, shape), ...(xmlName === undefined ? {} : { xmlName }) };
}

/** Whether any member travels in the body, each under its name. */
export function hasBody(model: ServiceModel, structure: string | undefined): boolean {
  return membersOf(model, structure).some(([, ref]) => memberOf(ref).in === undefined);
}

/** A streaming blob is handed on as it arrives; others are bytes, absent when there are none; text is text. */
export async function readRawPayload(payload: Payload, request: WireRequest, operation: string): Promise<unknown> {
  const { target } = payload;
  if (target.type === 'blob' && target.streaming) return request.body;
  const bytes = await readBody(request, operation, REST_BODY_LIMIT);
  if (bytes.byteLength === 0) return undefined;
  return target.type === 'blob' ? bytes : Buffer.from(bytes).toString();
}

export function writeRawPayload(value: unknown): WireResponse['body'] {
  if (value === undefined || value === null) return '';
  return isAsyncIterable(value) ? value : toBytes(value);
}

function isAsyncIterable(value: unknown): value is AsyncIterable<Uint8Array> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}
