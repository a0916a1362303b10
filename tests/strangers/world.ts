import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  PutIntegrationCommand,
  PutMethodCommand,
} from '@aws-sdk/client-api-gateway';
import { AddPermissionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createFunction } from '../platform/process-kit.ts';
import type { Subjects } from './recordings.ts';

/** Strangers' requests name the one (and may well delete it), the API calls the other. */
const [VICTIM, WITNESS] = ['victim', 'witness'];
const ECHO = `exports.handler = async (event) =>
  event.httpMethod ? { statusCode: 200, body: JSON.stringify(event.body) } : { echo: event }`;

/** A function, an API before it and a bucket: what a stranger's requests may be about. */
export async function makeWorld(endpoint: string): Promise<Subjects> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const configuration = { endpoint, region: 'us-east-1', credentials, maxAttempts: 1 };
  const lambda = new LambdaClient(configuration);
  await createFunction(lambda, VICTIM, ECHO);
  await createFunction(lambda, WITNESS, ECHO);
  const s3 = new S3Client({ ...configuration, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'strangers' }));
  await s3.send(new PutObjectCommand({ Bucket: 'strangers', Key: 'a/key', Body: 'hello' }));
  const apiId = await makeApi(new APIGatewayClient(configuration), lambda);
  return {
    endpoint,
    functionName: VICTIM,
    bucket: 'strangers',
    logGroup: '/strangers',
    role: 'arn:aws:iam::000000000000:role/any',
    apiId,
  };
}

/** A function's answer to an ordinary event, to see that all is still well. */
export async function askFunction({ endpoint }: Subjects): Promise<unknown> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const lambda = new LambdaClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
  const answer = await lambda.send(new InvokeCommand({ FunctionName: WITNESS, Payload: '{"n":1}' }));
  lambda.destroy();
  return JSON.parse(answer.Payload?.transformToString() ?? '');
}

async function makeApi(apis: APIGatewayClient, lambda: LambdaClient): Promise<string> {
  const { id: restApiId, rootResourceId } = await apis.send(new CreateRestApiCommand({ name: 'strangers' }));
  const resource = await apis.send(
    new CreateResourceCommand({ restApiId, parentId: rootResourceId, pathPart: '{proxy+}' }),
  );
  const at = { restApiId, resourceId: resource.id, httpMethod: 'ANY' };
  await apis.send(new PutMethodCommand({ ...at, authorizationType: 'NONE' }));
  const arn = `arn:aws:lambda:us-east-1:000000000000:function:${WITNESS}`;
  await apis.send(
    new PutIntegrationCommand({
      ...at,
      type: 'AWS_PROXY',
      integrationHttpMethod: 'POST',
      uri: `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${arn}/invocations`,
    }),
  );
  await lambda.send(
    new AddPermissionCommand({
      FunctionName: WITNESS,
      StatementId: 'api',
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
    }),
  );
  await apis.send(new CreateDeploymentCommand({ restApiId, stageName: 'dev' }));
  return restApiId!;
}
