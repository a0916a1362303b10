import type { Deployment as DeploymentOutput, Method, Resource, RestApi, Stage } from '@aws-sdk/client-api-gateway';
import type { ApiDocument, MethodNode, ResourceNode, StageDocument } from './rules/api.ts';
import type { Deployment } from './store/api-rows.ts';

/** Times have whole seconds. */
export function seconds(ms: number): Date {
  return new Date(Math.floor(ms / 1000) * 1000);
}

/** Undefined, and so absent from the answer, when there is nothing in it. */
export function unlessEmpty<T extends object>(value: T | undefined): T | undefined {
  return value && Object.keys(value).length > 0 ? value : undefined;
}

export function apiOutput(api: ApiDocument): RestApi {
  return {
    id: api.id,
    name: api.name,
    description: api.description,
    createdDate: seconds(api.createdAt),
    version: api.version,
    warnings: unlessEmpty(api.warnings),
    binaryMediaTypes: unlessEmpty(api.binaryMediaTypes),
    apiKeySource: api.apiKeySource,
    endpointConfiguration: api.endpointConfiguration,
    tags: unlessEmpty(api.tags),
    disableExecuteApiEndpoint: api.disableExecuteApiEndpoint,
    rootResourceId: api.rootResourceId,
  };
}

/** `withMethods`: with all that the methods hold, else only their names. */
export function resourceOutput(node: ResourceNode, withMethods: boolean): Resource {
  const methods = Object.entries(node.methods).map(([name, method]) => [name, withMethods ? methodOutput(method) : {}]);
  return {
    id: node.id,
    parentId: node.parentId,
    pathPart: node.pathPart,
    path: node.path,
    resourceMethods: unlessEmpty(Object.fromEntries(methods) as Record<string, Method>),
  };
}

export function methodOutput({ methodResponses, methodIntegration, ...method }: MethodNode): Method {
  return {
    ...method,
    requestParameters: method.requestParameters,
    methodResponses: unlessEmpty(methodResponses),
    methodIntegration: methodIntegration && integrationOutput(methodIntegration),
  };
}

export function integrationOutput({
  integrationResponses,
  ...integration
}: NonNullable<MethodNode['methodIntegration']>) {
  return { ...integration, integrationResponses: unlessEmpty(integrationResponses) };
}

export function stageOutput({ createdAt, updatedAt, methodSettings, ...stage }: StageDocument): Stage {
  return {
    ...stage,
    variables: unlessEmpty(stage.variables),
    tags: unlessEmpty(stage.tags),
    methodSettings: Object.fromEntries(
      Object.entries(methodSettings).map(([path, settings]) => [path, { ...DEFAULT_METHOD_SETTINGS, ...settings }]),
    ),
    cacheClusterEnabled: false,
    cacheClusterStatus: 'NOT_AVAILABLE',
    tracingEnabled: false,
    createdDate: seconds(createdAt),
    lastUpdatedDate: seconds(updatedAt),
  };
}

const DEFAULT_METHOD_SETTINGS = {
  metricsEnabled: false,
  loggingLevel: 'OFF',
  dataTraceEnabled: false,
  throttlingBurstLimit: 5000,
  throttlingRateLimit: 10_000,
  cachingEnabled: false,
  cacheTtlInSeconds: 300,
  cacheDataEncrypted: false,
  requireAuthorizationForCacheControl: true,
  unauthorizedCacheControlHeaderStrategy: 'SUCCEED_WITH_RESPONSE_HEADER',
} as const;

export function deploymentOutput(
  { id, description, createdAt, document }: Deployment,
  withSummary = false,
): DeploymentOutput {
  return {
    id,
    description: description ?? undefined,
    createdDate: seconds(createdAt),
    ...(withSummary ? { apiSummary: summaryOf(document) } : {}),
  };
}

function summaryOf(api: ApiDocument) {
  const resources = Object.values(api.resources).filter(({ methods }) => Object.keys(methods).length > 0);
  return Object.fromEntries(
    resources.map(({ path, methods }) => [
      path,
      Object.fromEntries(
        Object.entries(methods).map(([name, { authorizationType, apiKeyRequired }]) => [
          name,
          { authorizationType, apiKeyRequired },
        ]),
      ),
    ]),
  );
}
