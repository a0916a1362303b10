import type { WireResponse } from '../../../protocol/wire.ts';
import type { IntegrationNode } from '../../../services/apigateway/rules/api.ts';
import type { ApiRequest } from '../api-request.ts';
import { header } from '../values.ts';
import { type Backend, withinTime } from './backend.ts';
import { callHttp } from './http-client.ts';
import { targetMethod, targetUrl } from './http-target.ts';
import { integrationRequest } from './integration-request.ts';
import { methodResponse } from './integration-response.ts';

/** Calls an endpoint with what the integration maps, and nothing else of the request. */
export async function http(backend: Backend, request: ApiRequest, integration: IntegrationNode): Promise<WireResponse> {
  const mapped = await integrationRequest(backend.programs, request, integration);
  const { id } = request.live.api;
  const call = callHttp({
    method: targetMethod(integration, request),
    url: targetUrl(integration, request, mapped.path, mapped.query),
    headers: {
      'Content-Type': [header(request.headers, 'content-type') ?? 'application/json'],
      Accept: [header(request.headers, 'accept') ?? 'application/json'],
      'User-Agent': [`AmazonAPIGateway_${id}`],
      'X-Amzn-Trace-Id': [request.traceId],
      'x-amzn-apigateway-api-id': [id],
      ...mapped.headers,
    },
    body: mapped.body,
  });
  const answer = await withinTime(call, integration.timeoutInMillis, backend.clock);
  const { responseOverride } = mapped;
  return methodResponse(backend.programs, request, integration, {
    selector: String(answer.status),
    headers: answer.headers,
    body: answer.body,
    responseOverride,
  });
}
