import type {
  IntegrationResponse,
  PutIntegrationCommandInput,
  PutIntegrationResponseCommandInput,
} from '@aws-sdk/client-api-gateway';
import { notImplemented } from '../../../kernel/errors.ts';
import { badRequest, notFound } from '../errors.ts';
import type { IntegrationNode, MethodNode } from './api.ts';
import { checkExpression } from './expression.ts';
import { functionOfUri, isInvoker } from './lambda-uri.ts';
import { invalidExpression } from './method.ts';
import { checkTemplates } from './templates.ts';

/** "Custom timeout between 50 and 29,000 milliseconds"; for regional APIs the upper bound can be raised, so more is accepted. */
const MIN_TIMEOUT_MS = 50;
const DEFAULT_TIMEOUT_MS = 29_000;
const MAX_TIMEOUT_MS = 300_000;
const PASSTHROUGH: readonly string[] = ['WHEN_NO_MATCH', 'WHEN_NO_TEMPLATES', 'NEVER'];
const REQUEST_TARGET =
  /^integration\.request\.(path|querystring|multivaluequerystring|header|multivalueheader)\.[^\s]+$/;
const REQUEST_SOURCE =
  /^(method\.request\.(path|querystring|multivaluequerystring|header|multivalueheader)\.[^\s]+|method\.request\.body(\..+)?|context\..+|stageVariables\..+|'.*')$/;
const RESPONSE_TARGET = /^method\.response\.header\.[^\s]+$/;
const RESPONSE_SOURCE =
  /^(integration\.response\.(header|multivalueheader)\.[^\s]+|integration\.response\.body(\..+)?|context\..+|stageVariables\..+|'.*')$/s;

type NewIntegration = Partial<Omit<PutIntegrationCommandInput, 'integrationHttpMethod'>> & {
  readonly integrationHttpMethod?: string | undefined;
};

/** `cacheNamespace` is answered as AWS does; it would only matter to a cache, which stages cannot have. */
export function newIntegration(resourceId: string, input: NewIntegration): IntegrationNode {
  const { type, uri, requestParameters, requestTemplates, contentHandling, cacheNamespace } = input;
  const integration: IntegrationNode = {
    type: type!,
    httpMethod: input.integrationHttpMethod,
    uri,
    connectionType: input.connectionType,
    requestParameters,
    requestTemplates,
    contentHandling,
    credentials: input.credentials,
    tlsConfig: input.tlsConfig,
    passthroughBehavior: (input.passthroughBehavior ?? 'WHEN_NO_MATCH').toUpperCase(),
    timeoutInMillis: input.timeoutInMillis ?? DEFAULT_TIMEOUT_MS,
    cacheNamespace: cacheNamespace ?? resourceId,
    cacheKeyParameters: input.cacheKeyParameters ?? [],
    integrationResponses: {},
  };
  checkIntegration(integration);
  return integration;
}

/** Throws what AWS says of an integration that cannot be, and NotImplemented for what Hearth cannot reach. */
export function checkIntegration(integration: IntegrationNode): void {
  const { type, httpMethod, uri, passthroughBehavior, timeoutInMillis } = integration;
  if (type !== 'MOCK') {
    if (!httpMethod) throw badRequest('Enumeration value for HttpMethod must be non-empty');
    if (!uri) throw badRequest('Invalid HTTP endpoint specified for URI');
  }
  if (type === 'AWS' || type === 'AWS_PROXY') checkAwsUri(type, uri!);
  else if (type !== 'MOCK' && !/^(https?:\/\/|\$\{stageVariables\.)/.test(uri!)) {
    throw badRequest('Invalid HTTP endpoint specified for URI');
  }
  if (!PASSTHROUGH.includes(passthroughBehavior)) throw badRequest('Invalid passthrough behavior specified');
  if (timeoutInMillis < MIN_TIMEOUT_MS || timeoutInMillis > MAX_TIMEOUT_MS) {
    throw badRequest('Timeout should be between 50 ms and 29000 ms');
  }
  checkMappings(integration.requestParameters, REQUEST_TARGET, REQUEST_SOURCE);
  checkTemplates(integration.requestTemplates);
  refuseUnhonoured(integration);
}

function checkAwsUri(type: string, uri: string): void {
  const service = /^arn:aws[a-z-]*:apigateway:[^:]*:([^:]+):(path|action)\//.exec(uri)?.[1];
  if (!service) throw badRequest('AWS ARN for integration must contain path or action');
  if (functionOfUri(uri) !== null) return;
  if (type === 'AWS_PROXY' && service !== 'lambda') {
    throw badRequest(
      "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.",
    );
  }
  throw notImplemented(
    `integrations with ${service === 'lambda' ? 'streamed responses' : `the service "${service}"`} (${uri})`,
  );
}

function refuseUnhonoured({ connectionType, cacheKeyParameters, credentials, type, tlsConfig }: IntegrationNode): void {
  if (connectionType === 'VPC_LINK') throw notImplemented('connectionType VPC_LINK');
  if (cacheKeyParameters?.length) throw notImplemented('cacheKeyParameters');
  if (credentials && type !== 'AWS' && type !== 'AWS_PROXY')
    throw notImplemented(`credentials of ${type} integrations`);
  if (credentials && !isInvoker(credentials)) throw badRequest('Invalid ARN specified in the request');
  if (tlsConfig?.insecureSkipVerification) throw notImplemented('tlsConfig.insecureSkipVerification');
}

function checkMappings(mappings: Record<string, string> | undefined, target: RegExp, source: RegExp): void {
  for (const [to, from] of Object.entries(mappings ?? {})) {
    if (!target.test(to)) throw invalidExpression(to);
    if (!source.test(from)) throw invalidExpression(from);
  }
}

export function newIntegrationResponse(
  method: MethodNode,
  input: Partial<PutIntegrationResponseCommandInput>,
): IntegrationResponse {
  const { statusCode, selectionPattern, responseParameters, responseTemplates, contentHandling } = input;
  const response = { statusCode, selectionPattern, responseParameters, responseTemplates, contentHandling };
  checkIntegrationResponse(method, response);
  return response;
}

/** The method must have the response that the integration's is mapped to. */
export function checkIntegrationResponse(method: MethodNode, response: IntegrationResponse): void {
  if (!Object.hasOwn(method.methodResponses, response.statusCode!)) {
    throw notFound('Invalid Response status code specified');
  }
  checkExpression(response.selectionPattern ?? '', () =>
    badRequest(`Invalid selection pattern specified: ${response.selectionPattern}`),
  );
  checkMappings(response.responseParameters, RESPONSE_TARGET, RESPONSE_SOURCE);
  checkTemplates(response.responseTemplates);
}
