import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  GetPolicyCommand,
  InvokeCommand,
  type LambdaClient,
  PublishVersionCommand,
  RemovePermissionCommand,
} from '@aws-sdk/client-lambda';
import type { Principal } from '../service.ts';
import { functionInput, LambdaPlatform } from './testing/lambda-platform.ts';

let platform: LambdaPlatform;
let lambda: LambdaClient;
const ARN = 'arn:aws:lambda:us-east-1:000000000000:function:hello';
const s3: Principal = {
  kind: 'service',
  name: 's3.amazonaws.com',
  sourceArn: 'arn:aws:s3:::photos',
  sourceAccount: '000000000000',
};

before(async () => {
  platform = await LambdaPlatform.start();
  lambda = platform.client();
  await lambda.send(new CreateFunctionCommand(functionInput('hello')));
  await platform.settled();
  await lambda.send(new PublishVersionCommand({ FunctionName: 'hello' }));
});

after(() => platform.stop());

const grant = {
  FunctionName: 'hello',
  StatementId: 's3',
  Action: 'lambda:InvokeFunction',
  Principal: 's3.amazonaws.com',
  SourceArn: 'arn:aws:s3:::photos',
};
const asS3 = (principal: Principal = s3, qualifier?: string) =>
  platform.aws(principal).lambda.Invoke({ FunctionName: 'hello', Qualifier: qualifier, Payload: Buffer.from('{}') });

test('a service invokes a function only while a statement of its policy lets it', async () => {
  const denied = {
    code: 'AccessDeniedException',
    message: /^User: s3\.amazonaws\.com is not authorized to perform: lambda:InvokeFunction on resource/,
  };
  await assert.rejects(asS3(), denied);
  const { Statement } = await lambda.send(new AddPermissionCommand(grant));
  assert.deepEqual(JSON.parse(Statement!), {
    Sid: 's3',
    Effect: 'Allow',
    Principal: { Service: 's3.amazonaws.com' },
    Action: 'lambda:InvokeFunction',
    Resource: ARN,
    Condition: { ArnLike: { 'AWS:SourceArn': 'arn:aws:s3:::photos' } },
  });
  assert.equal((await asS3()).StatusCode, 200);
  await assert.rejects(asS3({ ...s3, sourceArn: 'arn:aws:s3:::other' }), denied);
  await assert.rejects(asS3(s3, '1'), denied);
  await lambda.send(new RemovePermissionCommand({ FunctionName: 'hello', StatementId: 's3' }));
  await assert.rejects(asS3(), denied);
});

test('policies are kept per qualifier, and their texts are those of AWS', async () => {
  await lambda.send(new AddPermissionCommand({ ...grant, Qualifier: '1' }));
  assert.equal((await asS3(s3, '1')).StatusCode, 200);
  const { Policy, RevisionId } = await lambda.send(new GetPolicyCommand({ FunctionName: 'hello', Qualifier: '1' }));
  const policy = JSON.parse(Policy!) as { Id: string; Statement: { Resource: string }[] };
  assert.deepEqual([policy.Id, policy.Statement[0]!.Resource], ['default', `${ARN}:1`]);
  await assert.rejects(lambda.send(new GetPolicyCommand({ FunctionName: 'hello' })), {
    message: 'The resource you requested does not exist.',
  });
  await assert.rejects(lambda.send(new AddPermissionCommand({ ...grant, Qualifier: '1' })), {
    name: 'ResourceConflictException',
    message:
      'The statement id (s3) provided already exists. Please provide a new statement id, or remove the existing statement.',
  });
  await assert.rejects(lambda.send(new AddPermissionCommand({ ...grant, Qualifier: '$LATEST' })), {
    message: 'We currently do not support adding policies for $LATEST.',
  });
  await assert.rejects(lambda.send(new RemovePermissionCommand({ FunctionName: 'hello', StatementId: 's3' })), {
    message: 'No policy is associated with the given resource.',
  });
  await assert.rejects(
    lambda.send(new RemovePermissionCommand({ FunctionName: 'hello', StatementId: 'x', Qualifier: '1' })),
    {
      message: 'Statement x is not found in resource policy.',
    },
  );
  await assert.rejects(
    lambda.send(new AddPermissionCommand({ ...grant, StatementId: 'more', Qualifier: '1', RevisionId: 'stale' })),
    {
      name: 'PreconditionFailedException',
      message: /GetPolicy API/,
    },
  );
  await lambda.send(new AddPermissionCommand({ ...grant, StatementId: 'more', Qualifier: '1', RevisionId }));
});

test('another account is let in by a statement for it, and learns nothing without one', async () => {
  const stranger: Principal = {
    kind: 'identity',
    account: '111111111111',
    arn: 'arn:aws:iam::111111111111:user/eve',
    userId: 'AIDA',
  };
  const door = platform.state.host.aws({ account: '111111111111', region: 'us-east-1' }, stranger).lambda;
  const denied = { code: 'AccessDeniedException', message: '' };
  await assert.rejects(door.Invoke({ FunctionName: ARN }), denied);
  await assert.rejects(door.Invoke({ FunctionName: `${ARN}x` }), denied);
  await assert.rejects(platform.client('111111111111').send(new InvokeCommand({ FunctionName: ARN })), {
    name: 'AccessDeniedException',
  });
  await lambda.send(
    new AddPermissionCommand({
      FunctionName: 'hello',
      StatementId: 'eve',
      Action: 'lambda:InvokeFunction',
      Principal: '111111111111',
    }),
  );
  assert.equal((await door.Invoke({ FunctionName: ARN })).StatusCode, 200);
});
