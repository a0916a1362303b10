import type { WireResponse } from '../../../protocol/wire.ts';
import type { IntegrationNode } from '../../../services/apigateway/rules/api.ts';
import type { ApiRequest } from '../api-request.ts';
import { GatewayFault } from '../fault.ts';
import { awsLambda } from './aws-lambda.ts';
import { awsProxy } from './aws-proxy.ts';
import type { Backend } from './backend.ts';
import { httpProxy } from './http-proxy.ts';
import { http } from './http.ts';
import { mock } from './mock.ts';

type RunIntegration = (backend: Backend, request: ApiRequest, integration: IntegrationNode) => Promise<WireResponse>;

const INTEGRATIONS: Readonly<Record<IntegrationNode['type'], RunIntegration>> = {
  AWS: awsLambda,
  AWS_PROXY: awsProxy,
  HTTP: http,
  HTTP_PROXY: httpProxy,
  MOCK: mock,
};

export function runIntegration(backend: Backend, request: ApiRequest): Promise<WireResponse> {
  const integration = request.route.method.methodIntegration;
  if (!integration) throw new GatewayFault('API_CONFIGURATION_ERROR');
  return INTEGRATIONS[integration.type](backend, request, integration);
}
