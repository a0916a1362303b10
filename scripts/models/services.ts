import type { ProtocolName } from '../../packages/server/src/protocol/codec.ts';

export interface ModelSource {
  /** The folder in packages/server/src/services. */
  readonly service: string;
  /** The SDK v3 package: `lambda` of `@aws-sdk/client-lambda`. */
  readonly sdk: string;
  /** botocore's folder under `data/`, and the API version in it. */
  readonly botocore: `${string}/${string}`;
  /** Every protocol its clients may speak, AWS's preferred one first. */
  readonly protocols: readonly ProtocolName[];
}

/** The botocore release whose constraints the models carry. */
export const BOTOCORE_VERSION = '1.43.11';

/** Every service that Hearth has a model of. */
export const SOURCES: readonly ModelSource[] = [
  { service: 'apigateway', sdk: 'api-gateway', botocore: 'apigateway/2015-07-09', protocols: ['rest-json'] },
  { service: 'cloudformation', sdk: 'cloudformation', botocore: 'cloudformation/2010-05-15', protocols: ['aws-query'] },
  { service: 'ecr', sdk: 'ecr', botocore: 'ecr/2015-09-21', protocols: ['aws-json-1.1'] },
  { service: 'iam', sdk: 'iam', botocore: 'iam/2010-05-08', protocols: ['aws-query'] },
  { service: 'lambda', sdk: 'lambda', botocore: 'lambda/2015-03-31', protocols: ['rest-json'] },
  { service: 'logs', sdk: 'cloudwatch-logs', botocore: 'logs/2014-03-28', protocols: ['aws-json-1.1'] },
  { service: 's3', sdk: 's3', botocore: 's3/2006-03-01', protocols: ['rest-xml'] },
  { service: 'sts', sdk: 'sts', botocore: 'sts/2011-06-15', protocols: ['aws-query'] },
];
