import type { AwsError } from '../../kernel/errors.ts';
import { errorLookup, errorContent } from '../error-shapes.ts';
import { cborWriters } from '../formats/cbor.ts';
import type { ServiceModel } from '../model.ts';
import type { WireResponse } from '../wire.ts';
import { cborHeaders, encodeCbor } from './write.ts';

export type ErrorRenderer = (error: AwsError, requestId: string) => WireResponse;

export function compileErrors(model: ServiceModel): ErrorRenderer {
  const lookup = errorLookup(model, 'json');
  const writers = cborWriters(model);
  const queryCompatible = model.protocols.includes('aws-query');
  return (error, requestId) => {
    const found = lookup(error);
    const { message, members } = errorContent(error, found);
    const further = found.shape ? (writers(found.name)(members) as object) : members;
    const headers: Record<string, string> = { ...cborHeaders(requestId), ...error.options.headers };
    if (queryCompatible)
      headers['x-amzn-query-error'] = `${found.code};${found.fault === 'client' ? 'Sender' : 'Receiver'}`;
    return { status: found.status, headers, body: encodeCbor({ __type: found.name, ...message, ...further }) };
  };
}
