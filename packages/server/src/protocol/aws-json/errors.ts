import type { AwsError } from '../../kernel/errors.ts';
import { errorLookup, errorContent } from '../error-shapes.ts';
import { jsonWriters } from '../formats/json-write.ts';
import { requestIdHeader } from '../http-headers.ts';
import type { ServiceModel } from '../model.ts';
import type { WireResponse } from '../wire.ts';
import type { JsonVersion } from './match.ts';

export type ErrorRenderer = (error: AwsError, requestId: string) => WireResponse;

/** `{"__type":"ResourceNotFoundException","message":"…"}`; with the query protocol's code in a header where a service has one. */
export function compileErrors(model: ServiceModel, version: JsonVersion): ErrorRenderer {
  const lookup = errorLookup(model, 'json');
  const writers = jsonWriters(model, false);
  const queryCompatible = model.protocols.includes('aws-query');
  return (error, requestId) => {
    const found = lookup(error);
    const { message, members } = errorContent(error, found);
    const further = found.shape ? (writers(found.name)(members) as object) : members;
    const headers: Record<string, string> = {
      ...requestIdHeader(requestId),
      'content-type': `application/x-amz-json-${version}`,
      ...error.options.headers,
    };
    if (queryCompatible)
      headers['x-amzn-query-error'] = `${found.code};${found.fault === 'client' ? 'Sender' : 'Receiver'}`;
    return { status: found.status, headers, body: JSON.stringify({ __type: found.name, ...message, ...further }) };
  };
}
