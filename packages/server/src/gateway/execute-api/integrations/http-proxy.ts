import type { WireResponse } from '../../../protocol/wire.ts';
import type { IntegrationNode } from '../../../services/apigateway/rules/api.ts';
import type { ApiRequest } from '../api-request.ts';
import { clientHeaders } from '../headers.ts';
import { mapRequest } from '../mapping.ts';
import { type MultiValues } from '../values.ts';
import { type Backend, withinTime } from './backend.ts';
import { decodedBody } from './decoded.ts';
import { callHttp } from './http-client.ts';
import { targetMethod, targetUrl } from './http-target.ts';

/** Passes the request on and the answer back; the integration may add parameters. */
export async function httpProxy(
  backend: Backend,
  request: ApiRequest,
  integration: IntegrationNode,
): Promise<WireResponse> {
  const body = await request.body.read();
  const { path, query, headers } = await mapRequest(backend.programs, integration.requestParameters, {
    request,
    body: body.toString(),
  });
  const call = callHttp({
    method: targetMethod(integration, request),
    url: targetUrl(integration, request, path, { ...request.query, ...query }),
    headers: { ...withoutHost(request.headers), ...headers, 'x-amzn-apigateway-api-id': [request.live.api.id] },
    body,
  });
  const answer = await withinTime(call, integration.timeoutInMillis, backend.clock);
  return {
    status: answer.status,
    headers: clientHeaders(answer.headers, 'HTTP_PROXY'),
    body: await decodedBody(answer),
  };
}

function withoutHost(headers: MultiValues): MultiValues {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'host'));
}
