import type {
  Authorizer,
  EndpointConfiguration,
  GatewayResponse,
  Integration,
  IntegrationResponse,
  Method,
  MethodResponse,
  Model,
  RequestValidator,
  Stage,
} from '@aws-sdk/client-api-gateway';

/** A REST API whole, as it is kept: one JSON document. A deployment is a copy of it. Parts are as AWS answers them. */
export interface ApiDocument {
  id: string;
  name: string;
  description?: string | undefined;
  version?: string | undefined;
  /** Epoch milliseconds. */
  createdAt: number;
  apiKeySource: 'HEADER' | 'AUTHORIZER';
  binaryMediaTypes: string[];
  endpointConfiguration: EndpointConfiguration;
  disableExecuteApiEndpoint: boolean;
  tags: Record<string, string>;
  warnings?: string[] | undefined;
  rootResourceId: string;
  resources: Record<string, ResourceNode>;
  models: Record<string, Named<Model>>;
  requestValidators: Record<string, RequestValidator & { id: string }>;
  authorizers: Record<string, AuthorizerNode>;
  /** Only those that were customised. */
  gatewayResponses: Record<string, GatewayResponse>;
}

type Named<T> = T & { name: string };

export type AuthorizerNode = Authorizer & { id: string; name: string; type: NonNullable<Authorizer['type']> };

export interface ResourceNode {
  id: string;
  /** Absent for the root. */
  parentId?: string;
  pathPart?: string;
  path: string;
  methods: Record<string, MethodNode>;
}

export type MethodNode = Omit<Method, 'methodIntegration' | 'methodResponses'> & {
  httpMethod: string;
  authorizationType: string;
  apiKeyRequired: boolean;
  methodResponses: Record<string, MethodResponse>;
  methodIntegration?: IntegrationNode | undefined;
};

export type IntegrationNode = Omit<Integration, 'integrationResponses'> & {
  type: NonNullable<Integration['type']>;
  passthroughBehavior: string;
  timeoutInMillis: number;
  integrationResponses: Record<string, IntegrationResponse>;
};

/** As kept: times in epoch milliseconds. */
export type StageDocument = Omit<Stage, 'createdDate' | 'lastUpdatedDate' | 'methodSettings'> & {
  stageName: string;
  deploymentId: string;
  createdAt: number;
  updatedAt: number;
  variables: Record<string, string>;
  tags: Record<string, string>;
  methodSettings: Record<string, MethodSettings>;
};

/** By `{resourcePath}/{METHOD}`, the path's slashes as `~1`, or by the wildcard: a star for each. */
export interface MethodSettings {
  throttlingBurstLimit?: number;
  throttlingRateLimit?: number;
}
