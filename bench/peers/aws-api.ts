import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  PutIntegrationCommand,
  PutMethodCommand,
} from '@aws-sdk/client-api-gateway';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DescribeLogStreamsCommand,
  GetLogEventsCommand,
  paginateFilterLogEvents,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { strToU8, zipSync } from 'fflate';
import { setTimeout as delay } from 'node:timers/promises';
import { CREDENTIALS, LOG_GROUP, LOG_STREAMS, REGION } from './payloads.ts';

const STAGE = 'dev';
const POLL_MS = 5;
const READY_WITHIN_MS = 120_000;
const ROLE = 'arn:aws:iam::000000000000:role/bench';

/** Makes what is measured on whoever speaks AWS's API, through the official clients. */
export class AwsApi {
  readonly endpoint: string;
  readonly #lambda: LambdaClient;
  readonly #gateway: APIGatewayClient;
  readonly #logs: CloudWatchLogsClient;
  readonly #s3: S3Client;

  constructor(endpoint: string) {
    this.endpoint = endpoint;
    const options = { endpoint, region: REGION, credentials: CREDENTIALS };
    this.#lambda = new LambdaClient(options);
    this.#gateway = new APIGatewayClient(options);
    this.#logs = new CloudWatchLogsClient(options);
    this.#s3 = new S3Client({ ...options, forcePathStyle: true });
  }

  /** Resolves once it is active. 1,769 MB are one vCPU (AWS's guide, "Configure Lambda function memory"). */
  async createFunction(FunctionName: string, source: string): Promise<void> {
    await this.#lambda.send(
      new CreateFunctionCommand({
        FunctionName,
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Role: ROLE,
        MemorySize: 1769,
        Timeout: 60,
        Code: { ZipFile: zipped(source) },
      }),
    );
    await this.#settled(FunctionName);
  }

  /** Makes the next invocation a cold one: another configuration is another revision. */
  async revise(FunctionName: string, revision: number): Promise<void> {
    const Environment = { Variables: { REVISION: String(revision) } };
    await this.#lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment }));
    await this.#settled(FunctionName);
  }

  /** The answer of the function. */
  async invoke(FunctionName: string, payload: unknown): Promise<unknown> {
    const answer = await this.#lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(payload) }));
    const text = answer.Payload?.transformToString() ?? '';
    if (answer.FunctionError) throw new Error(`${FunctionName}: ${answer.FunctionError}: ${text}`);
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  }

  async updateCodeFromS3(FunctionName: string, bucket: string, key: string, source: string): Promise<void> {
    await this.#s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: zipped(source) }));
    await this.#lambda.send(new UpdateFunctionCodeCommand({ FunctionName, S3Bucket: bucket, S3Key: key }));
    await this.#settled(FunctionName);
  }

  async createBucket(Bucket: string): Promise<void> {
    await this.#s3.send(new CreateBucketCommand({ Bucket }));
  }

  /** A REST API whose `POST /PATH` calls the function by proxy; the path to send to. */
  async createRestApi(path: string, functionName: string): Promise<string> {
    const { id: restApiId, rootResourceId } = await this.#gateway.send(new CreateRestApiCommand({ name: path }));
    const { id: resourceId } = await this.#gateway.send(
      new CreateResourceCommand({ restApiId, parentId: rootResourceId, pathPart: path }),
    );
    const method = { restApiId, resourceId, httpMethod: 'POST' };
    const lambda = `arn:aws:lambda:${REGION}:000000000000:function:${functionName}`;
    const uri = `arn:aws:apigateway:${REGION}:lambda:path/2015-03-31/functions/${lambda}/invocations`;
    await this.#gateway.send(new PutMethodCommand({ ...method, authorizationType: 'NONE' }));
    await this.#gateway.send(
      new PutIntegrationCommand({ ...method, type: 'AWS_PROXY', integrationHttpMethod: 'POST', uri }),
    );
    await this.#gateway.send(new CreateDeploymentCommand({ restApiId, stageName: STAGE }));
    await this.#permitApi(functionName, restApiId!);
    return `/restapis/${restApiId}/${STAGE}/_user_request_/${path}`;
  }

  async createLogStreams(): Promise<void> {
    await this.#logs.send(new CreateLogGroupCommand({ logGroupName: LOG_GROUP }));
    for (let stream = 0; stream < LOG_STREAMS; stream += 1) {
      await this.#logs.send(new CreateLogStreamCommand({ logGroupName: LOG_GROUP, logStreamName: `stream-${stream}` }));
    }
  }

  /**
   * Whether one of the newest lines in any stream of a function holds the word: ministack makes a stream for each
   * invocation and calls it otherwise than the function's context does.
   */
  async hasLogged(functionName: string, word: string): Promise<boolean> {
    const logGroupName = `/aws/lambda/${functionName}`;
    const described = await this.#logs.send(new DescribeLogStreamsCommand({ logGroupName })).catch((error: Error) => {
      // Until its first line is written a function has no group.
      if (error.name === 'ResourceNotFoundException') return { logStreams: [] };
      throw error;
    });
    for (const { logStreamName } of described.logStreams ?? []) {
      const newest = await this.#logs.send(new GetLogEventsCommand({ logGroupName, logStreamName, limit: 10 }));
      if (newest.events?.some(({ message }) => message?.includes(word))) return true;
    }
    return false;
  }

  /** How many lines of a function hold the word. */
  async countLogged(functionName: string, word: string): Promise<number> {
    const query = { logGroupName: `/aws/lambda/${functionName}`, filterPattern: `"${word}"` };
    let count = 0;
    for await (const page of paginateFilterLogEvents({ client: this.#logs }, query)) count += page.events?.length ?? 0;
    return count;
  }

  async #permitApi(FunctionName: string, restApiId: string): Promise<void> {
    const SourceArn = `arn:aws:execute-api:${REGION}:000000000000:${restApiId}/*/*`;
    const Principal = 'apigateway.amazonaws.com';
    const Action = 'lambda:InvokeFunction';
    await this.#lambda.send(
      new AddPermissionCommand({ FunctionName, StatementId: 'api', Action, Principal, SourceArn }),
    );
  }

  /** The SDK's waiters look once a second, too coarse for what is measured here. */
  async #settled(FunctionName: string): Promise<void> {
    const until = performance.now() + READY_WITHIN_MS;
    while (performance.now() < until) {
      const found = await this.#lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
      if (found.State === 'Failed' || found.LastUpdateStatus === 'Failed') {
        throw new Error(`${FunctionName}: ${found.StateReason ?? found.LastUpdateStatusReason}`);
      }
      const settled = (found.State ?? 'Active') === 'Active' && found.LastUpdateStatus !== 'InProgress';
      if (settled) return;
      await delay(POLL_MS);
    }
    throw new Error(`${FunctionName} did not become active within ${READY_WITHIN_MS / 1000} s`);
  }
}

function zipped(source: string): Uint8Array {
  return zipSync({ 'index.js': strToU8(source) });
}
