import type { AwsError } from '../../kernel/errors.ts';
import { compileBindingWriter } from '../bindings/write.ts';
import { errorLookup, errorContent, type WireError } from '../error-shapes.ts';
import { jsonWriters } from '../formats/json-write.ts';
import { requestIdHeader } from '../http-headers.ts';
import type { ServiceModel } from '../model.ts';
import type { WireResponse } from '../wire.ts';

export type ErrorRenderer = (error: AwsError, requestId: string) => WireResponse;

/** The code in `x-amzn-ErrorType`, the members in the body or in the headers that they are bound to. */
export function compileErrors(model: ServiceModel): ErrorRenderer {
  const lookup = errorLookup(model, 'rest-json');
  const writers = jsonWriters(model, true);
  const bindings = (found: WireError) =>
    found.shape ? compileBindingWriter(model, found.name) : () => ({ headers: {} });
  return (error, requestId) => {
    const found = lookup(error);
    const { message, members } = errorContent(error, found);
    const { headers } = bindings(found)(members);
    const further = found.shape ? (writers(found.name)(members) as object) : members;
    return {
      status: found.status,
      headers: {
        ...requestIdHeader(requestId),
        'x-amzn-errortype': found.name,
        'content-type': 'application/json',
        ...headers,
        ...error.options.headers,
      },
      body: JSON.stringify({ ...message, ...further }),
    };
  };
}
