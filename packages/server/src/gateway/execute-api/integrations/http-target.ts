import type { IntegrationNode } from '../../../services/apigateway/rules/api.ts';
import { fillStageVariables } from '../../../services/apigateway/rules/lambda-uri.ts';
import type { ApiRequest } from '../api-request.ts';
import { GatewayFault } from '../fault.ts';
import type { MultiValues } from '../values.ts';

/** The address of an integration: stage variables and `{parameters}` filled in, the query added. */
export function targetUrl(
  { uri }: IntegrationNode,
  { live }: ApiRequest,
  path: Readonly<Record<string, string>>,
  query: MultiValues,
): URL {
  const filled = fillStageVariables(uri ?? '', live.stage.variables).replaceAll(
    /\{([^{}]+)\}/g,
    (whole, name: string) => (Object.hasOwn(path, name) ? path[name]! : whole),
  );
  if (!URL.canParse(filled)) throw new GatewayFault('API_CONFIGURATION_ERROR');
  const url = new URL(filled);
  for (const [name, values] of Object.entries(query)) for (const value of values) url.searchParams.append(name, value);
  return url;
}

/** The integration's own method, or the request's when it takes any. */
export function targetMethod({ httpMethod }: IntegrationNode, { context }: ApiRequest): string {
  return !httpMethod || httpMethod === 'ANY' ? context.httpMethod : httpMethod;
}
