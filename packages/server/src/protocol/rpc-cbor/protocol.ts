import type { ServiceModel } from '../model.ts';
import type { Protocol } from '../protocol.ts';
import { compileErrors } from './errors.ts';
import { claims, operationOf } from './match.ts';
import { compileReader } from './read.ts';
import { compileWriter } from './write.ts';

export function rpcCbor(model: ServiceModel): Protocol {
  const read = compileReader(model);
  return {
    name: 'rpc-cbor',
    claims,
    match: (request) => {
      const operation = operationOf(model, request);
      return { operation, read: () => read(operation, request) };
    },
    write: compileWriter(model),
    renderError: compileErrors(model),
  };
}
