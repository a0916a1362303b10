import type { WireResponse } from '../../../protocol/wire.ts';
import type { IntegrationNode } from '../../../services/apigateway/rules/api.ts';
import { type ApiRequest, sourceArn } from '../api-request.ts';
import { malformedResponse } from '../fault.ts';
import { clientHeaders, isSendable } from '../headers.ts';
import { isBinary } from '../media-types.ts';
import { proxyEvent } from '../proxy-event.ts';
import { parseProxyResponse } from '../proxy-response.ts';
import { header } from '../values.ts';
import type { Backend } from './backend.ts';
import { invokeFunction } from './invoke-function.ts';

/** Gives the function the whole request as an event, the client what it answers. */
export async function awsProxy(
  backend: Backend,
  request: ApiRequest,
  integration: IntegrationNode,
): Promise<WireResponse> {
  const { live } = request;
  const answer = await invokeFunction(backend, {
    live,
    uri: integration.uri,
    sourceArn: sourceArn(request),
    credentials: integration.credentials,
    caller: request.caller.principal,
    payload: Buffer.from(proxyEvent(request, await request.body.read())),
    timeoutMs: integration.timeoutInMillis,
  });
  if (answer.functionError) throw malformedResponse();
  const { status, headers, body, isBase64Encoded } = parseProxyResponse(answer.payload);
  if (!isSendable(headers)) throw malformedResponse();
  const decode = isBase64Encoded && isBinary(live.api.binaryMediaTypes, header(request.headers, 'accept'));
  const typed: Record<string, string> =
    header(headers, 'content-type') === undefined ? { 'Content-Type': 'application/json' } : {};
  return {
    status,
    headers: {
      ...typed,
      ...clientHeaders(headers, 'AWS_PROXY'),
      'X-Amzn-Trace-Id': request.traceId,
    },
    body: decode ? Buffer.from(body, 'base64') : body,
  };
}
