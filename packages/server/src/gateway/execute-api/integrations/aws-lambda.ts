import type { WireResponse } from '../../../protocol/wire.ts';
import type { IntegrationNode } from '../../../services/apigateway/rules/api.ts';
import { type ApiRequest, sourceArn } from '../api-request.ts';
import { GatewayFault } from '../fault.ts';
import { header } from '../values.ts';
import { parsePayload } from '../vtl/input.ts';
import type { Backend } from './backend.ts';
import { integrationRequest } from './integration-request.ts';
import { methodResponse } from './integration-response.ts';
import { invokeFunction } from './invoke-function.ts';

/** Gives the function what the request template makes of the request, the client what the response template makes of the answer. */
export async function awsLambda(
  backend: Backend,
  request: ApiRequest,
  integration: IntegrationNode,
): Promise<WireResponse> {
  const { body, headers, responseOverride } = await integrationRequest(backend.programs, request, integration);
  requireJson(body);
  const answer = await invokeFunction(backend, {
    live: request.live,
    uri: integration.uri,
    sourceArn: sourceArn(request),
    credentials: integration.credentials,
    caller: request.caller.principal,
    payload: body.length === 0 ? Buffer.from('{}') : body,
    timeoutMs: integration.timeoutInMillis,
    asynchronous: header(headers, 'x-amz-invocation-type') === 'Event',
  });
  const payload = Buffer.from(answer.payload);
  return methodResponse(backend.programs, request, integration, {
    selector: answer.functionError ? errorMessage(payload) : null,
    headers: {},
    body: payload,
    responseOverride,
  });
}

function requireJson(body: Buffer): void {
  if (body.length === 0) return;
  try {
    JSON.parse(body.toString());
  } catch (cause) {
    throw new GatewayFault('BAD_REQUEST_BODY', { text: 'Could not parse request body into json', cause });
  }
}

function errorMessage(payload: Buffer): string {
  const { errorMessage: message } = parsePayload(payload.toString()) as { errorMessage?: unknown };
  return typeof message === 'string' ? message : '';
}
