import assert from 'node:assert/strict';
import { test } from 'node:test';
import { APIGateway } from '@aws-sdk/client-api-gateway';
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { IAM } from '@aws-sdk/client-iam';
import { Lambda } from '@aws-sdk/client-lambda';
import { S3 } from '@aws-sdk/client-s3';
import { startTestPlatform, type TestPlatform } from '../../testing/test-platform.ts';
import { functionResource, logGroup, ROLE, Stacks } from './testing/stacks.ts';

const MOCK = {
  Type: 'AWS::ApiGateway::Method',
  Properties: {
    RestApiId: { Ref: 'Api' },
    ResourceId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] },
    HttpMethod: 'GET',
    AuthorizationType: 'NONE',
    Integration: { Type: 'MOCK' },
  },
};

const template = {
  Resources: {
    Role: { ...ROLE, Properties: { ...ROLE.Properties, RoleName: 'role' } },
    Hello: functionResource('exports.handler = async () => 1', { FunctionName: 'hello' }),
    Log: logGroup('/log', { Tags: [{ Key: 'own', Value: 'yes' }] }),
    Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'tagged-things' } },
    Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'api' } },
    Get: MOCK,
    Deployment: { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId: { Ref: 'Api' } }, DependsOn: 'Get' },
    Stage: {
      Type: 'AWS::ApiGateway::Stage',
      Properties: { RestApiId: { Ref: 'Api' }, DeploymentId: { Ref: 'Deployment' }, StageName: 'dev' },
    },
    Key: { Type: 'AWS::ApiGateway::ApiKey', Properties: { Enabled: true } },
    Plan: { Type: 'AWS::ApiGateway::UsagePlan', Properties: {} },
  },
  Outputs: { Api: { Value: { Ref: 'Api' } }, Key: { Value: { Ref: 'Key' } }, Plan: { Value: { Ref: 'Plan' } } },
};

interface Clients {
  readonly lambda: Lambda;
  readonly logs: CloudWatchLogs;
  readonly s3: S3;
  readonly apigateway: APIGateway;
  readonly iam: IAM;
}

function clientsOf({ client }: TestPlatform): Clients {
  return {
    lambda: new Lambda(client),
    logs: new CloudWatchLogs(client),
    s3: new S3({ ...client, forcePathStyle: true }),
    apigateway: new APIGateway(client),
    iam: new IAM(client),
  };
}

const LOG = 'arn:aws:logs:us-east-1:000000000000:log-group:/log';
const HELLO = 'arn:aws:lambda:us-east-1:000000000000:function:hello';

/** The tags of every resource of the template that has any, by logical id. */
async function tagsOf(clients: Clients, ids: Record<string, string>): Promise<Record<string, unknown>> {
  const { lambda, logs, s3, apigateway, iam } = clients;
  const listed = (tags: { Key?: string; Value?: string }[] = []) =>
    Object.fromEntries(tags.map(({ Key, Value }) => [Key!, Value!]));
  return {
    Hello: (await lambda.listTags({ Resource: HELLO })).Tags,
    Log: (await logs.listTagsForResource({ resourceArn: LOG })).tags,
    Bucket: listed((await s3.getBucketTagging({ Bucket: 'tagged-things' })).TagSet),
    Api: (await apigateway.getRestApi({ restApiId: ids.Api })).tags,
    Stage: (await apigateway.getStage({ restApiId: ids.Api, stageName: 'dev' })).tags,
    Key: (await apigateway.getApiKey({ apiKey: ids.Key })).tags,
    Plan: (await apigateway.getUsagePlan({ usagePlanId: ids.Plan })).tags,
    Role: listed((await iam.listRoleTags({ RoleName: 'role' })).Tags),
  };
}

test("Resources carry their stack's tags and those of CloudFormation, which no user changes.", async () => {
  await using platform = await startTestPlatform();
  const stacks = new Stacks(platform);
  const clients = clientsOf(platform);
  const created = await stacks.create('app', template, { Tags: [{ Key: 'stage', Value: 'dev' }] });
  assert.equal(created.StackStatus, 'CREATE_COMPLETE', (await stacks.events('app')).join('\n'));
  const expected = (id: string, own: Record<string, string>) => ({
    ...own,
    'aws:cloudformation:stack-name': 'app',
    'aws:cloudformation:logical-id': id,
    'aws:cloudformation:stack-id': created.StackId!,
  });
  const all = (stage: string) => ({
    ...Object.fromEntries(
      ['Hello', 'Bucket', 'Api', 'Stage', 'Key', 'Plan'].map((id) => [id, expected(id, { stage })]),
    ),
    Log: expected('Log', { own: 'yes', stage }),
    // IAM's types have "cloudFormationSystemTags": false in AWS's registry.
    Role: { stage },
  });
  const ids = stacks.outputs(created);
  assert.deepEqual(await tagsOf(clients, ids), all('dev'));

  await stacks.update('app', template, { Tags: [{ Key: 'stage', Value: 'prod' }] });
  assert.deepEqual(await tagsOf(clients, ids), all('prod'));
  await usersCannotChangeThem(clients, ids.Api!);
  assert.deepEqual(await tagsOf(clients, ids), all('prod'));
  assert.equal((await stacks.delete('app')).StackStatus, 'DELETE_COMPLETE');
});

async function usersCannotChangeThem({ lambda, logs, s3, apigateway, iam }: Clients, api: string): Promise<void> {
  const key = 'aws:cloudformation:stack-name';
  const resourceArn = `arn:aws:apigateway:us-east-1::/restapis/${api}`;
  const bucket = { Bucket: 'tagged-things' };
  const { TagSet = [] } = await s3.getBucketTagging(bucket);
  const cases: readonly [() => Promise<unknown>, string][] = [
    [() => lambda.tagResource({ Resource: HELLO, Tags: { [key]: 'x' } }), 'InvalidParameterValueException'],
    [() => lambda.untagResource({ Resource: HELLO, TagKeys: [key] }), 'InvalidParameterValueException'],
    [() => logs.tagResource({ resourceArn: LOG, tags: { [key]: 'x' } }), 'InvalidParameterException'],
    [() => logs.untagResource({ resourceArn: LOG, tagKeys: [key] }), 'InvalidParameterException'],
    [() => apigateway.tagResource({ resourceArn, tags: { [key]: 'x' } }), 'BadRequestException'],
    [() => apigateway.untagResource({ resourceArn, tagKeys: [key] }), 'BadRequestException'],
    [() => apigateway.createRestApi({ name: 'mine', tags: { 'AWS:x': 'x' } }), 'BadRequestException'],
    [() => iam.tagRole({ RoleName: 'role', Tags: [{ Key: key, Value: 'x' }] }), 'InvalidInputException'],
    [() => s3.putBucketTagging({ ...bucket, Tagging: { TagSet: [{ Key: 'a', Value: 'b' }] } }), 'InvalidTag'],
    [
      () => s3.putBucketTagging({ ...bucket, Tagging: { TagSet: TagSet.map((tag) => ({ ...tag, Value: 'x' })) } }),
      'InvalidTag',
    ],
  ];
  for (const [call, name] of cases) await assert.rejects(call, { name });
  // What they are said to be already is no change.
  await s3.putBucketTagging({ ...bucket, Tagging: { TagSet } });
}

test('A bucket whose tags are deleted keeps those of CloudFormation.', async () => {
  await using platform = await startTestPlatform();
  const { s3 } = clientsOf(platform);
  const { Bucket } = template.Resources;
  await new Stacks(platform).create('app', { Resources: { Bucket } }, { Tags: [{ Key: 'stage', Value: 'dev' }] });
  await s3.deleteBucketTagging({ Bucket: 'tagged-things' });
  const { TagSet = [] } = await s3.getBucketTagging({ Bucket: 'tagged-things' });
  assert.deepEqual(
    new Set(TagSet.map(({ Key }) => Key)),
    new Set(['aws:cloudformation:stack-name', 'aws:cloudformation:logical-id', 'aws:cloudformation:stack-id']),
  );
});

test('Tags that AWS reserves are refused in templates and for stacks.', async () => {
  await using platform = await startTestPlatform();
  const stacks = new Stacks(platform);
  const message = 'aws: prefixed tag key names are not allowed for external use.';
  const Tags = [{ Key: 'aws:cloudformation:stack-name', Value: 'other' }];
  const failed = await stacks.create('app', { Resources: { Log: logGroup('/log', { Tags }) } });
  assert.equal(failed.StackStatus, 'ROLLBACK_COMPLETE');
  assert.ok((await stacks.events(failed.StackId!)).includes(`Log CREATE_FAILED ${message}`));
  await assert.rejects(stacks.create('other', { Resources: { Log: logGroup('/log') } }, { Tags }), { message });
});
