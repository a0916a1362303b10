import type { WireResponse } from '../../../protocol/wire.ts';
import type { IntegrationNode } from '../../../services/apigateway/rules/api.ts';
import type { ApiRequest } from '../api-request.ts';
import { GatewayFault } from '../fault.ts';
import type { Backend } from './backend.ts';
import { integrationRequest } from './integration-request.ts';
import { methodResponse } from './integration-response.ts';

/** Answers without a backend: the request template says with which status, the integration responses how. */
export async function mock(backend: Backend, request: ApiRequest, integration: IntegrationNode): Promise<WireResponse> {
  const { body, responseOverride } = await integrationRequest(backend.programs, request, integration);
  const statusCode = readStatusCode(body.toString());
  return methodResponse(backend.programs, request, integration, {
    selector: statusCode,
    headers: {},
    body: Buffer.alloc(0),
    responseOverride,
  });
}

/** AWS's reader takes names without quotes: the serverless framework's CORS template is `{statusCode:200}`. */
const STATUS_CODE = /(?:^|[{,\s"'])statusCode["']?\s*:\s*["']?(\d{3})\b/;

function readStatusCode(text: string): string {
  const statusCode = STATUS_CODE.exec(text)?.[1];
  if (statusCode === undefined) throw new GatewayFault('API_CONFIGURATION_ERROR');
  return statusCode;
}
