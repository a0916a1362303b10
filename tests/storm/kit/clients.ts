import { APIGateway } from '@aws-sdk/client-api-gateway';
import { CloudFormation } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { IAM } from '@aws-sdk/client-iam';
import { Lambda } from '@aws-sdk/client-lambda';
import { S3 } from '@aws-sdk/client-s3';
import { STS } from '@aws-sdk/client-sts';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** The official clients, none of which tries anything twice: each answer counts. */
export interface Clients {
  readonly lambda: Lambda;
  readonly iam: IAM;
  readonly sts: STS;
  readonly logs: CloudWatchLogs;
  readonly s3: S3;
  readonly apigateway: APIGateway;
  readonly cloudformation: CloudFormation;
  readonly endpoint: string;
  /** Closes their connections. */
  readonly destroy: () => void;
}

const ANYONE: Credentials = { accessKeyId: '000000000000', secretAccessKey: 'test' };

/** The SDK's own limit is 50 connections: a burst would wait on this side. */
const REQUESTS = { httpAgent: { keepAlive: true, maxSockets: 1_000 } };

/** @param systemClockOffset how far the caller's clock is ahead of this machine's, in ms */
export function clientsAt(endpoint: string, credentials: Credentials = ANYONE, systemClockOffset = 0): Clients {
  const configuration = {
    endpoint,
    region: 'us-east-1',
    credentials,
    maxAttempts: 1,
    systemClockOffset,
    requestHandler: REQUESTS,
  };
  const made = {
    lambda: new Lambda(configuration),
    iam: new IAM(configuration),
    sts: new STS(configuration),
    logs: new CloudWatchLogs(configuration),
    s3: new S3({ ...configuration, forcePathStyle: true }),
    apigateway: new APIGateway(configuration),
    cloudformation: new CloudFormation(configuration),
  };
  return { ...made, endpoint, destroy: () => Object.values(made).forEach((client) => client.destroy()) };
}
