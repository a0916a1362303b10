import { type ApiRequest } from './api-request.ts';
import { header, lastValues, nullIfEmpty } from './values.ts';
import { isBinary } from './media-types.ts';

/** The event of an AWS_PROXY integration (payload format 1.0), as JSON. */
export function proxyEvent(request: ApiRequest, body: Buffer): string {
  return JSON.stringify({ ...requestFields(request), ...bodyFields(request, body) });
}

/** What proxy events and REQUEST authorizers' events share. */
export function requestFields({ live, route, path, headers, query, context }: ApiRequest) {
  return {
    resource: route.resource.path,
    path,
    httpMethod: context.httpMethod,
    headers: nullIfEmpty(lastValues(headers)),
    multiValueHeaders: nullIfEmpty(headers),
    queryStringParameters: nullIfEmpty(lastValues(query)),
    multiValueQueryStringParameters: nullIfEmpty(query),
    pathParameters: nullIfEmpty(route.pathParameters),
    stageVariables: nullIfEmpty(live.stage.variables),
    requestContext: context,
  };
}

function bodyFields({ live, headers }: ApiRequest, body: Buffer): { body: string | null; isBase64Encoded: boolean } {
  if (body.length === 0) return { body: null, isBase64Encoded: false };
  const isBase64Encoded = isBinary(live.api.binaryMediaTypes, header(headers, 'content-type'));
  return { body: body.toString(isBase64Encoded ? 'base64' : 'utf8'), isBase64Encoded };
}
