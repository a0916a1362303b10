import type { ApiGatewayState } from '../../services/apigateway/state.ts';
import { type ApiRequest, scopeOf } from './api-request.ts';
import { GatewayFault } from './fault.ts';
import type { Throttles } from './throttle.ts';
import { header } from './values.ts';

/**
 * Where a method asks for a key: one that is enabled and belongs to a plan of this stage, within the plan's limits.
 * `usageKey`: what an authorizer named, for APIs that take keys from there. Returns the request with the key in its context.
 */
export async function checkApiKey(
  { keys }: ApiGatewayState,
  throttles: Throttles,
  request: ApiRequest,
  usageKey: string | undefined,
): Promise<ApiRequest> {
  const { live, route, context } = request;
  if (!route.method.apiKeyRequired) return request;
  const value = live.api.apiKeySource === 'AUTHORIZER' ? usageKey : header(request.headers, 'x-api-key');
  const known = value ? await keys.find(scopeOf(request), value) : null;
  const isOfStage = ({ apiId, stage }: { apiId?: string; stage?: string }) =>
    apiId === live.api.id && stage === live.stage.stageName;
  const plan = known?.plans.find(({ apiStages }) => apiStages.some(isOfStage));
  if (!known || !plan) throw new GatewayFault('INVALID_API_KEY');
  const ofStage = plan.apiStages.find(isOfStage);
  const method = `${route.resource.path}/${context.httpMethod}`;
  const ofMethod = ofStage?.throttle?.[method];
  throttles.admit(`${plan.id}/${known.key.id}`, plan.throttle ?? {});
  throttles.admit(`${plan.id}/${known.key.id}/${live.api.id}${method}`, ofMethod ?? {});
  if (!(await keys.spend(plan, known.key.id))) throw new GatewayFault('QUOTA_EXCEEDED');
  const identity = { ...context.identity, apiKey: value!, apiKeyId: known.key.id };
  return { ...request, context: { ...context, identity } };
}
