import { cbor } from '@smithy/core/cbor';
import { cborReaders } from '../formats/cbor.ts';
import type { ServiceModel } from '../model.ts';
import { readBody, RPC_BODY_LIMIT } from '../request-body.ts';
import { serializationError } from '../serialization.ts';
import type { WireRequest } from '../wire.ts';

export type Reader = (operation: string, request: WireRequest) => Promise<Record<string, unknown>>;

export function compileReader(model: ServiceModel): Reader {
  const readers = cborReaders(model);
  return async (operation, request) => {
    const bytes = await readBody(request, operation, RPC_BODY_LIMIT);
    const shape = model.operations[operation]!.input;
    return shape ? (readers(shape)(parse(bytes)) as Record<string, unknown>) : {};
  };
}

function parse(bytes: Uint8Array): unknown {
  if (bytes.byteLength === 0) return {};
  try {
    return cbor.deserialize(bytes) as unknown;
  } catch {
    throw serializationError();
  }
}
