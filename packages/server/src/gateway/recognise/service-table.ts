import type { ServiceName } from '../../services/service.ts';

/** How requests for a service are told apart. One row makes a service known to the gateway. */
export interface ServiceRow {
  /** In the credential scope. */
  readonly signingNames: readonly string[];
  /** Before the dot of `X-Amz-Target`; also the name in `/service/{name}/operation/{operation}`. */
  readonly targetPrefixes: readonly string[];
  /** The query protocol's `Version`. */
  readonly queryVersions: readonly string[];
  /** The first label of the host name: `lambda.us-east-1.amazonaws.com`. */
  readonly hostPrefixes: readonly string[];
  /** Paths that no other service has, for unsigned callers (curl). */
  readonly path?: RegExp;
}

export type ServiceTable = { readonly [Name in ServiceName]: ServiceRow };

/** From botocore's service models: signingName, targetPrefix, apiVersion, endpointPrefix, requestUri. */
export const SERVICES: ServiceTable = {
  apigateway: {
    signingNames: ['apigateway'],
    targetPrefixes: [],
    queryVersions: [],
    hostPrefixes: ['apigateway'],
    path: /^\/(restapis|apikeys|usageplans)(\/|$)/,
  },
  cloudformation: {
    signingNames: ['cloudformation'],
    targetPrefixes: [],
    queryVersions: ['2010-05-15'],
    hostPrefixes: ['cloudformation'],
  },
  ecr: {
    signingNames: ['ecr'],
    targetPrefixes: ['AmazonEC2ContainerRegistry_V20150921'],
    queryVersions: [],
    hostPrefixes: ['ecr', 'api.ecr'],
  },
  iam: { signingNames: ['iam'], targetPrefixes: [], queryVersions: ['2010-05-08'], hostPrefixes: ['iam'] },
  lambda: {
    signingNames: ['lambda'],
    targetPrefixes: [],
    queryVersions: [],
    hostPrefixes: ['lambda'],
    path: /^\/20\d\d-\d\d-\d\d\/(functions|layers|layers-by-arn|event-source-mappings|account-settings|tags|code-signing-configs|capacity-providers|durable-execution)/,
  },
  logs: { signingNames: ['logs'], targetPrefixes: ['Logs_20140328'], queryVersions: [], hostPrefixes: ['logs'] },
  // S3's addresses are its own: `bucket.s3.…`, `bucket.localhost` and the paths of buckets, see aws-host.ts and bucket-path.ts.
  s3: { signingNames: ['s3'], targetPrefixes: [], queryVersions: [], hostPrefixes: [] },
  sts: { signingNames: ['sts'], targetPrefixes: [], queryVersions: ['2011-06-15'], hostPrefixes: ['sts'] },
};
