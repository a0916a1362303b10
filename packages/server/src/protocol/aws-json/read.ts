import { jsonReaders, parseJsonBody } from '../formats/json-read.ts';
import type { ServiceModel } from '../model.ts';
import { readBody, RPC_BODY_LIMIT } from '../request-body.ts';
import type { WireRequest } from '../wire.ts';

export type Reader = (operation: string, request: WireRequest) => Promise<Record<string, unknown>>;

export function compileReader(model: ServiceModel): Reader {
  const readers = jsonReaders(model, false);
  return async (operation, request) => {
    const bytes = await readBody(request, operation, RPC_BODY_LIMIT);
    const value = parseJsonBody(bytes);
    const shape = model.operations[operation]!.input;
    return shape ? (readers(shape)(value) as Record<string, unknown>) : {};
  };
}
