import assert from 'node:assert/strict';
import { test } from 'node:test';
import { APIGateway } from '@aws-sdk/client-api-gateway';
import { IAM } from '@aws-sdk/client-iam';
import { Lambda } from '@aws-sdk/client-lambda';
import { S3 } from '@aws-sdk/client-s3';
import { strToU8, zipSync } from 'fflate';
import { startTestPlatform, type TestPlatform } from '../../testing/test-platform.ts';
import type { CloudformationState } from './state.ts';
import type { OperationRecord, Phase, ResourceRecord, StackRecord } from './store/records.ts';
import type { StackStore } from './store/stack-store.ts';
import { functionResource, ROLE, Stacks } from './testing/stacks.ts';

const API = { RestApiId: { Ref: 'Api' } };
const ROOT = { 'Fn::GetAtt': ['Api', 'RootResourceId'] };
const URI = {
  'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Hello.Arn}/invocations',
};

/** One of each type whose service chooses the id, and what they need. */
const template = {
  Resources: {
    Role: ROLE,
    Hello: functionResource('exports.handler = async () => 1'),
    Permission: {
      Type: 'AWS::Lambda::Permission',
      Properties: { FunctionName: { Ref: 'Hello' }, Action: 'lambda:InvokeFunction', Principal: 's3.amazonaws.com' },
    },
    Version: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Hello' } } },
    Layer: {
      Type: 'AWS::Lambda::LayerVersion',
      Properties: { LayerName: 'shared', Content: { S3Bucket: 'code', S3Key: 'layer.zip' } },
    },
    LayerPermission: {
      Type: 'AWS::Lambda::LayerVersionPermission',
      Properties: { LayerVersionArn: { Ref: 'Layer' }, Action: 'lambda:GetLayerVersion', Principal: '*' },
    },
    User: { Type: 'AWS::IAM::User' },
    AccessKey: { Type: 'AWS::IAM::AccessKey', Properties: { UserName: { Ref: 'User' } } },
    Policy: {
      Type: 'AWS::IAM::Policy',
      Properties: {
        PolicyName: 'inline',
        PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] },
        Users: [{ Ref: 'User' }],
      },
    },
    Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'api' } },
    Things: { Type: 'AWS::ApiGateway::Resource', Properties: { ...API, ParentId: ROOT, PathPart: 'things' } },
    Get: {
      Type: 'AWS::ApiGateway::Method',
      Properties: {
        ...API,
        ResourceId: { Ref: 'Things' },
        HttpMethod: 'GET',
        AuthorizationType: 'NONE',
        Integration: { Type: 'MOCK' },
      },
    },
    Authorizer: {
      Type: 'AWS::ApiGateway::Authorizer',
      Properties: {
        ...API,
        Name: 'guard',
        Type: 'TOKEN',
        AuthorizerUri: URI,
        IdentitySource: 'method.request.header.Auth',
      },
    },
    Validator: { Type: 'AWS::ApiGateway::RequestValidator', Properties: { ...API, ValidateRequestBody: true } },
    Response: {
      Type: 'AWS::ApiGateway::GatewayResponse',
      Properties: { ...API, ResponseType: 'DEFAULT_4XX', StatusCode: '418' },
    },
    Deployment: {
      Type: 'AWS::ApiGateway::Deployment',
      Properties: { ...API, StageName: 'dev' },
      DependsOn: ['Get', 'Authorizer', 'Validator', 'Response'],
    },
    Key: { Type: 'AWS::ApiGateway::ApiKey', Properties: { Enabled: true } },
    Plan: { Type: 'AWS::ApiGateway::UsagePlan', Properties: {} },
    PlanKey: {
      Type: 'AWS::ApiGateway::UsagePlanKey',
      Properties: { KeyId: { Ref: 'Key' }, KeyType: 'API_KEY', UsagePlanId: { Ref: 'Plan' } },
    },
  },
};

async function startWithLayer(): Promise<TestPlatform> {
  const platform = await startTestPlatform();
  const s3 = new S3({ ...platform.client, forcePathStyle: true });
  await s3.createBucket({ Bucket: 'code' });
  await s3.putObject({ Bucket: 'code', Key: 'layer.zip', Body: zipSync({ 'a.txt': strToU8('a') }) });
  return platform;
}

/** How many there are of each thing, whoever has made it. */
async function census({ client }: TestPlatform): Promise<Record<string, number>> {
  const [api, lambda, iam] = [new APIGateway(client), new Lambda(client), new IAM(client)];
  const { items: apis = [] } = await api.getRestApis({});
  const { Functions = [] } = await lambda.listFunctions({});
  const { Users = [] } = await iam.listUsers({});
  const restApiId = apis[0]?.id ?? '';
  const count = (items: readonly unknown[] | undefined) => items?.length ?? 0;
  const inApi = apis.length === 1;
  const FunctionName = Functions[0]?.FunctionName ?? '';
  const inFunction = Functions.length === 1;
  const UserName = Users[0]?.UserName;
  const policy = inFunction ? await lambda.getPolicy({ FunctionName }).catch(() => null) : null;
  const statements = JSON.parse(policy?.Policy ?? '{}') as { readonly Statement?: unknown[] };
  return {
    apis: apis.length,
    resources: inApi ? count((await api.getResources({ restApiId })).items) : 0,
    authorizers: inApi ? count((await api.getAuthorizers({ restApiId })).items) : 0,
    validators: inApi ? count((await api.getRequestValidators({ restApiId })).items) : 0,
    deployments: inApi ? count((await api.getDeployments({ restApiId })).items) : 0,
    stages: inApi ? count((await api.getStages({ restApiId })).item) : 0,
    keys: count((await api.getApiKeys({})).items),
    plans: count((await api.getUsagePlans({})).items),
    functions: Functions.length,
    versions: inFunction ? count((await lambda.listVersionsByFunction({ FunctionName })).Versions) : 0,
    statements: count(statements.Statement),
    layers: count((await lambda.listLayerVersions({ LayerName: 'shared' })).LayerVersions),
    users: Users.length,
    accessKeys: Users.length === 1 ? count((await iam.listAccessKeys({ UserName })).AccessKeyMetadata) : 0,
    roles: count((await iam.listRoles({})).Roles),
  };
}

const ONE_OF_EACH = {
  apis: 1,
  resources: 2,
  authorizers: 1,
  validators: 1,
  deployments: 1,
  stages: 1,
  keys: 1,
  plans: 1,
  functions: 1,
  versions: 2,
  statements: 1,
  layers: 1,
  users: 1,
  accessKeys: 1,
  roles: 1,
};

/** What nothing needs, then what only those before need, and so on: no one is begun before what it needs is complete. */
const WAVES: readonly (readonly string[])[] = [
  ['PlanKey', 'Deployment', 'LayerPermission', 'Permission', 'Version', 'Policy', 'AccessKey'],
  ['Key', 'Plan', 'Authorizer', 'Validator', 'Response', 'Get', 'Layer'],
  ['Things', 'User', 'Hello'],
  ['Api', 'Role'],
];

/** An operation that an earlier process has begun. */
function interrupted(kind: OperationRecord['kind'], phase: Phase, { createdAt, definition }: StackRecord) {
  const operation: OperationRecord = {
    id: 'interrupted',
    kind,
    phase,
    principal: { kind: 'anonymous' },
    clientToken: null,
    startedAt: createdAt,
    target: definition,
    onFailure: 'ROLLBACK',
    retainExceptOnCreate: false,
    skipped: [],
    cancelled: false,
    paused: false,
  };
  return operation;
}

async function storeOf({ platform }: TestPlatform): Promise<StackStore> {
  return ((await platform.service('cloudformation')) as CloudformationState).store;
}

/** As storage is when the process ends after a service's commit, before CloudFormation has written down what came of it. */
async function forget(platform: TestPlatform, stackId: string, phase: Phase, logicalIds?: readonly string[]) {
  const store = await storeOf(platform);
  await store.write(async ({ stacks }) => {
    const stack = (await stacks.byId(stackId))!;
    const operation = interrupted('CREATE', phase, stack);
    for (const record of await stacks.resources(stackId)) {
      const begun: ResourceRecord = {
        ...record,
        touchedBy: operation.id,
        step: 'create',
        unclaimed: true,
        updatedAt: stack.createdAt,
      };
      const current = { ...record.current, physicalId: null, attributes: {} };
      const unrecorded: ResourceRecord = { ...begun, current, status: 'CREATE_IN_PROGRESS', done: false };
      const isForgotten = !logicalIds || logicalIds.includes(record.logicalId);
      await stacks.saveResource(stackId, isForgotten ? unrecorded : begun);
    }
    await stacks.save({ ...stack, status: 'CREATE_IN_PROGRESS', operation });
  });
}

async function resume(platform: TestPlatform, stackId: string): Promise<void> {
  const { deployments } = (await platform.platform.service('cloudformation')) as CloudformationState;
  deployments.begin(stackId);
  await deployments.idle();
}

test('What a crash left unrecorded is found again: a restart that finishes leaves no second one.', async () => {
  await using platform = await startWithLayer();
  const stacks = new Stacks(platform);
  const { StackId } = await stacks.create('app', template);
  assert.deepEqual(await census(platform), ONE_OF_EACH, (await stacks.events(StackId!)).join('\n'));
  await stacks.delete('app');
  const left = { ...template.Resources } as Record<string, unknown>;
  for (const wave of WAVES) {
    const made = await stacks.create('app', { Resources: left });
    const before = await census(platform);
    await forget(platform, made.StackId!, 'forward', wave);
    await resume(platform, made.StackId!);
    const { Stacks: found } = await stacks.client.describeStacks({ StackName: 'app' });
    assert.equal(found![0]!.StackStatus, 'CREATE_COMPLETE', (await stacks.events('app')).join('\n'));
    assert.deepEqual(await census(platform), before);
    await stacks.delete('app');
    for (const id of wave) delete left[id];
  }
});

test('What a crash left unrecorded is found again: a restart that rolls back leaves nothing.', async () => {
  await using platform = await startWithLayer();
  const stacks = new Stacks(platform);
  const { StackId } = await stacks.create('app', template);
  await forget(platform, StackId!, 'removal');
  await resume(platform, StackId!);
  const { Stacks: found } = await stacks.client.describeStacks({ StackName: StackId! });
  assert.equal(found![0]!.StackStatus, 'ROLLBACK_COMPLETE', (await stacks.events(StackId!)).join('\n'));
  assert.deepEqual(
    Object.entries(await census(platform)).filter(([, count]) => count > 0),
    [],
  );
});

test('A replacement that a crash left unrecorded goes when the update is rolled back.', async () => {
  await using platform = await startTestPlatform();
  const stacks = new Stacks(platform);
  const api = new APIGateway(platform.client);
  const store = await storeOf(platform);
  const key = (Name: string) => ({ Resources: { Key: { Type: 'AWS::ApiGateway::ApiKey', Properties: { Name } } } });
  const { StackId } = await stacks.create('app', key('one'));
  const [before] = await store.read((rows) => rows.stacks.resources(StackId!));
  await stacks.update('app', key('two'));
  await store.write(async ({ stacks: rows }) => {
    const stack = (await rows.byId(StackId!))!;
    const operation = interrupted('UPDATE', 'rollback', stack);
    const [record] = await rows.resources(StackId!);
    await rows.saveResource(StackId!, {
      ...record!,
      current: { ...record!.current, physicalId: null, attributes: {} },
      before: before!.current,
      touchedBy: operation.id,
      step: 'replace',
      unclaimed: true,
      done: false,
    });
    await rows.save({ ...stack, status: 'UPDATE_ROLLBACK_IN_PROGRESS', operation });
  });
  await resume(platform, StackId!);
  const { Stacks: found } = await stacks.client.describeStacks({ StackName: 'app' });
  assert.equal(found![0]!.StackStatus, 'UPDATE_ROLLBACK_COMPLETE', (await stacks.events('app')).join('\n'));
  assert.deepEqual((await api.getApiKeys({})).items ?? [], []);
});
