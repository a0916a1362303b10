import {
  APIGatewayClient,
  CreateRestApiCommand,
  GetRestApisCommand,
  UpdateRestApiCommand,
} from '@aws-sdk/client-api-gateway';
import { CloudFormationClient, CreateStackCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateRoleCommand, GetRoleCommand, IAMClient, ListUsersCommand } from '@aws-sdk/client-iam';
import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateFunctionCommand,
  GetFunctionCommand,
  InvokeCommand,
  InvokeWithResponseStreamCommand,
  LambdaClient,
  ListFunctionsCommand,
  PublishLayerVersionCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutBucketCorsCommand,
  PutBucketLifecycleConfigurationCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { zipSync } from 'fflate';
import type { Dialect, Message } from './message.ts';

/** A request as a client sent it. */
export interface Recording {
  readonly name: string;
  readonly dialect: Dialect;
  readonly message: Message;
}

/** What the recorded requests are about; `world.ts` makes it. */
export interface Subjects {
  readonly endpoint: string;
  readonly functionName: string;
  readonly bucket: string;
  readonly logGroup: string;
  readonly role: string;
  readonly apiId: string;
}

interface AnyClient {
  send(command: never): Promise<unknown>;
  readonly middlewareStack: { add(middleware: never, options: object): void };
}

/** Sends real requests through AWS's clients and keeps each as it went out, signed. */
export async function recordRequests(subjects: Subjects): Promise<Recording[]> {
  const { endpoint } = subjects;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const configuration = { endpoint, region: 'us-east-1', credentials, maxAttempts: 1 };
  const recordings: Recording[] = [];
  for (const [dialect, client, commands] of [
    ['rest-json', new LambdaClient(configuration), lambdaCommands(subjects)],
    ['s3', new S3Client({ ...configuration, forcePathStyle: true }), s3Commands(subjects)],
    ['json', new CloudWatchLogsClient(configuration), logsCommands(subjects)],
    ['query', new IAMClient(configuration), iamCommands(subjects)],
    ['query', new STSClient(configuration), stsCommands(subjects)],
    ['query', new CloudFormationClient(configuration), cloudformationCommands()],
    ['rest-json', new APIGatewayClient(configuration), apigatewayCommands(subjects)],
  ] as const) {
    recordings.push(...(await record(dialect, client, commands)));
    client.destroy();
  }
  return [...recordings, ...asCbor(recordings), presigned(await presignedUrl(subjects)), apiRequest(subjects)];
}

/** Refusals are as good a start as successes: only what was sent counts. */
async function record(dialect: Dialect, client: AnyClient, commands: readonly object[]): Promise<Recording[]> {
  const sent: Recording[] = [];
  const keep =
    (next: (args: unknown) => Promise<unknown>, context: { commandName?: string }) =>
    async (args: { readonly request: SentRequest }) => {
      const name = context.commandName ?? '';
      sent.push({ name, dialect, message: await messageOf(args.request) });
      return next(args);
    };
  client.middlewareStack.add(keep as never, { step: 'finalizeRequest', priority: 'low', name: 'recorder' });
  for (const command of commands) await client.send(command as never).catch(() => {});
  return sent;
}

interface SentRequest {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | AsyncIterable<Uint8Array>;
}

async function messageOf({ method, path, query = {}, headers, body }: SentRequest): Promise<Message> {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    [value]
      .flat()
      .map((one) =>
        one === null ? encodeURIComponent(name) : `${encodeURIComponent(name)}=${encodeURIComponent(one)}`,
      ),
  );
  const target = pairs.length === 0 ? path : `${path}?${pairs.join('&')}`;
  const bytes = body === undefined || typeof body === 'string' || body instanceof Uint8Array ? (body ?? '') : '';
  const kept = Object.entries(headers).filter(([name]) => name !== 'content-length');
  return { method, target, headers: kept, body: Buffer.from(bytes as Uint8Array) };
}

/**
 * No service of Hearth's speaks Smithy's RPC protocol yet; whoever tries is refused in it. The protocol itself is tested
 * in `packages/server/src/protocol`.
 */
function asCbor(recordings: readonly Recording[]): Recording[] {
  const toCbor = ({ name, message }: Recording): Recording => ({
    name: `${name} as CBOR`,
    dialect: 'cbor',
    message: {
      ...message,
      target: `/service/GraniteServiceVersion20100801/operation/${name.replace(/Command$/, '')}`,
      headers: [
        ...message.headers.filter(([key]) => !/^(x-amz-target|content-type|authorization)$/i.test(key)),
        ['smithy-protocol', 'rpc-v2-cbor'],
        ['content-type', 'application/cbor'],
      ],
      // {"logGroupName": "/strangers"}
      body: Buffer.from('a16c6c6f6747726f75704e616d656a2f737472616e67657273', 'hex'),
    },
  });
  return recordings.filter(({ dialect }) => dialect === 'json').map(toCbor);
}

async function presignedUrl({ endpoint, bucket }: Subjects): Promise<URL> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const s3 = new S3Client({ endpoint, region: 'us-east-1', credentials, forcePathStyle: true });
  const url = await getSignedUrl(s3, new GetObjectCommand({ Bucket: bucket, Key: 'a/key' }), { expiresIn: 900 });
  s3.destroy();
  return new URL(url);
}

function presigned(url: URL): Recording {
  const message = {
    method: 'GET',
    target: url.pathname + url.search,
    headers: [['host', url.host]],
    body: Buffer.alloc(0),
  } as const;
  return { name: 'a presigned GetObject', dialect: 's3', message };
}

function apiRequest({ endpoint, apiId }: Subjects): Recording {
  const message: Message = {
    method: 'POST',
    target: `/_aws/execute-api/${apiId}/dev/things/1?a=1&a=2`,
    headers: [
      ['host', new URL(endpoint).host],
      ['content-type', 'application/json'],
      ['cookie', 'a=b; c=d'],
    ],
    body: Buffer.from('{"hello":["world"]}'),
  };
  return { name: 'a request for an API', dialect: 'api', message };
}

function lambdaCommands({ functionName: FunctionName, role }: Subjects): object[] {
  const ZipFile = zipSync({ 'index.js': Buffer.from('exports.handler = async () => 1') });
  const code = { ZipFile };
  return [
    new ListFunctionsCommand({ MaxItems: 5 }),
    new GetFunctionCommand({ FunctionName }),
    new InvokeCommand({ FunctionName, Payload: '{"a":[1,{"b":"c"}]}', LogType: 'Tail', ClientContext: 'e30=' }),
    new InvokeWithResponseStreamCommand({ FunctionName, Payload: '{}' }),
    new CreateFunctionCommand({
      FunctionName: 'created',
      Role: role,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Code: code,
      Environment: { Variables: { A: 'b' } },
      Tags: { a: 'b' },
    }),
    new UpdateFunctionConfigurationCommand({ FunctionName: 'created', Timeout: 5, MemorySize: 256 }),
    new PublishLayerVersionCommand({ LayerName: 'layer', Content: code, CompatibleRuntimes: ['nodejs24.x'] }),
    new CreateAliasCommand({ FunctionName: 'created', Name: 'live', FunctionVersion: '$LATEST' }),
    new AddPermissionCommand({
      FunctionName: 'created',
      StatementId: 's1',
      Action: 'lambda:InvokeFunction',
      Principal: 's3.amazonaws.com',
    }),
  ];
}

function s3Commands({ bucket: Bucket }: Subjects): object[] {
  const at = { Bucket, Key: 'a/key' };
  const UploadId = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
  return [
    new CreateBucketCommand({ Bucket: `${Bucket}-2` }),
    new PutObjectCommand({ ...at, Body: 'hello', ContentType: 'text/plain', Metadata: { a: 'b' } }),
    new GetObjectCommand({ ...at, Range: 'bytes=0-2' }),
    new HeadObjectCommand(at),
    new ListObjectsV2Command({ Bucket, Prefix: 'a', Delimiter: '/' }),
    new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'x' }, { Key: 'y' }] } }),
    new CreateMultipartUploadCommand(at),
    new UploadPartCommand({ ...at, UploadId, PartNumber: 1, Body: 'part' }),
    new CompleteMultipartUploadCommand({ ...at, UploadId, MultipartUpload: { Parts: [{ PartNumber: 1, ETag: 'x' }] } }),
    new PutBucketCorsCommand({
      Bucket,
      CORSConfiguration: { CORSRules: [{ AllowedMethods: ['GET'], AllowedOrigins: ['https://app.example'] }] },
    }),
    new PutBucketLifecycleConfigurationCommand({
      Bucket,
      LifecycleConfiguration: {
        Rules: [{ ID: 'r', Status: 'Enabled', Filter: { Prefix: 'p' }, Expiration: { Days: 1 } }],
      },
    }),
  ];
}

function logsCommands({ logGroup: logGroupName }: Subjects): object[] {
  return [
    new CreateLogGroupCommand({ logGroupName }),
    new DescribeLogGroupsCommand({ logGroupNamePrefix: '/', limit: 5 }),
    new PutLogEventsCommand({
      logGroupName,
      logStreamName: 's',
      logEvents: [{ timestamp: Date.now(), message: 'hello' }],
    }),
    new FilterLogEventsCommand({ logGroupName, filterPattern: '{ $.a = 1 }' }),
  ];
}

function iamCommands({ role }: Subjects): object[] {
  const AssumeRolePolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  });
  return [
    new CreateRoleCommand({ RoleName: 'recorded', AssumeRolePolicyDocument, Tags: [{ Key: 'a', Value: 'b' }] }),
    new GetRoleCommand({ RoleName: role.split('/').at(-1) }),
    new ListUsersCommand({ MaxItems: 3 }),
  ];
}

function stsCommands({ role: RoleArn }: Subjects): object[] {
  return [new GetCallerIdentityCommand({}), new AssumeRoleCommand({ RoleArn, RoleSessionName: 'me' })];
}

function cloudformationCommands(): object[] {
  const TemplateBody = JSON.stringify({ Resources: { B: { Type: 'AWS::S3::Bucket' } } });
  return [new CreateStackCommand({ StackName: 'recorded', TemplateBody }), new DescribeStacksCommand({})];
}

function apigatewayCommands({ apiId: restApiId }: Subjects): object[] {
  const patchOperations = [{ op: 'replace' as const, path: '/name', value: 'again' }];
  return [
    new CreateRestApiCommand({ name: 'recorded', tags: { a: 'b' } }),
    new GetRestApisCommand({ limit: 2 }),
    new UpdateRestApiCommand({ restApiId, patchOperations }),
  ];
}
