import type { GatewayResponse } from '@aws-sdk/client-api-gateway';
import { badRequest, notFound } from '../errors.ts';
import { checkTemplates } from './templates.ts';

/** "Gateway response types for API Gateway": the statuses that AWS answers when nothing is customised. */
const DEFAULT_STATUS: Readonly<Record<string, string | undefined>> = {
  ACCESS_DENIED: '403',
  API_CONFIGURATION_ERROR: '500',
  AUTHORIZER_CONFIGURATION_ERROR: '500',
  AUTHORIZER_FAILURE: '500',
  BAD_REQUEST_BODY: '400',
  BAD_REQUEST_PARAMETERS: '400',
  DEFAULT_4XX: undefined,
  DEFAULT_5XX: undefined,
  EXPIRED_TOKEN: '403',
  INTEGRATION_FAILURE: '504',
  INTEGRATION_TIMEOUT: '504',
  INVALID_API_KEY: '403',
  INVALID_SIGNATURE: '403',
  MISSING_AUTHENTICATION_TOKEN: '403',
  QUOTA_EXCEEDED: '429',
  REQUEST_TOO_LARGE: '413',
  RESOURCE_NOT_FOUND: '404',
  THROTTLED: '429',
  UNAUTHORIZED: '401',
  UNSUPPORTED_MEDIA_TYPE: '415',
  WAF_FILTERED: '403',
};

export const GATEWAY_RESPONSE_TYPES: readonly string[] = Object.keys(DEFAULT_STATUS);

export function requireResponseType(type: string): string {
  if (!Object.hasOwn(DEFAULT_STATUS, type)) throw notFound(`Invalid response type specified: ${type}`);
  return type;
}

/** The API's own response of a type, or AWS's default. */
export function gatewayResponseOutput(own: Readonly<Record<string, GatewayResponse>>, type: string): GatewayResponse {
  const response = Object.hasOwn(own, type) ? own[type]! : defaultResponse(type);
  return { responseParameters: {}, ...response, responseType: type as GatewayResponse['responseType'] };
}

function defaultResponse(type: string): GatewayResponse {
  return {
    ...(DEFAULT_STATUS[type] ? { statusCode: DEFAULT_STATUS[type] } : {}),
    responseTemplates: { 'application/json': '{"message":$context.error.messageString}' },
    defaultResponse: true,
  };
}

const SOURCE = /^('.*'|method\.request\.(header|querystring|path)\..+|context\..+|stageVariables\..+)$/s;

export function newGatewayResponse(
  type: string,
  { statusCode, responseParameters, responseTemplates }: GatewayResponse,
): GatewayResponse {
  for (const [target, source] of Object.entries(responseParameters ?? {})) {
    if (!/^gatewayresponse\.header\..+$/.test(target) || !SOURCE.test(source)) {
      throw badRequest(
        `Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: ${target}]`,
      );
    }
  }
  checkTemplates(responseTemplates);
  return {
    statusCode: statusCode ?? DEFAULT_STATUS[type],
    responseParameters: responseParameters ?? {},
    responseTemplates: responseTemplates ?? defaultResponse(type).responseTemplates,
    defaultResponse: false,
  };
}
