import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CreateRoleCommand, IAMClient, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateFunctionCommand, LambdaClient, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { startTestPlatform, type TestPlatform } from '../../testing/test-platform.ts';
import { functionInput } from './testing/lambda-platform.ts';

const REFUSED = {
  name: 'InvalidParameterValueException',
  message: 'The role defined for the function cannot be assumed by Lambda.',
};

let platform: TestPlatform;
let lambda: LambdaClient;
let iam: IAMClient;
before(async () => {
  platform = await startTestPlatform();
  lambda = new LambdaClient(platform.client);
  iam = new IAMClient(platform.client);
});
after(async () => {
  for (const client of [lambda, iam]) client.destroy();
  await platform[Symbol.asyncDispose]();
});

const trusting = (Service: string, Condition?: object) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole', Condition }],
  });

async function role(RoleName: string, AssumeRolePolicyDocument: string): Promise<string> {
  return (await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }))).Role!.Arn!;
}

const create = (name: string, Role: string) =>
  lambda.send(new CreateFunctionCommand({ ...functionInput(name), Runtime: 'nodejs24.x', Role }));

test('a role that does not trust Lambda is refused: The role defined for the function cannot be assumed by Lambda. (400)', async () => {
  const other = await role('other', trusting('edgelambda.amazonaws.com'));
  await assert.rejects(create('refused', other), REFUSED);
  await create('mine', await role('own', trusting('lambda.amazonaws.com')));
  await assert.rejects(
    lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'mine', Role: other })),
    REFUSED,
  );
  await iam.send(
    new UpdateAssumeRolePolicyCommand({ RoleName: 'other', PolicyDocument: trusting('lambda.amazonaws.com') }),
  );
  await create('taken', other);
});

test('the conditions of its trust are asked with the function that it is for', async () => {
  const source = { ArnLike: { 'aws:SourceArn': 'arn:aws:lambda:*:*:function:only' } };
  const narrow = await role('narrow', trusting('lambda.amazonaws.com', source));
  await assert.rejects(create('another', narrow), REFUSED);
  await create('only', narrow);
});

test('a role that IAM does not have is taken as it is', async () => {
  await create('without', 'arn:aws:iam::000000000000:role/of/nobody');
  await role('of-somebody', trusting('s3.amazonaws.com'));
  await create('elsewhere', 'arn:aws:iam::000000000000:role/path/of-somebody');
});
