import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type AddPermissionCommandInput, Lambda } from '@aws-sdk/client-lambda';
import { functionInput, LambdaPlatform } from './testing/lambda-platform.ts';

let platform: LambdaPlatform;
let lambda: Lambda;
const ARN = 'arn:aws:lambda:us-east-1:000000000000:function:hello';

before(async () => {
  platform = await LambdaPlatform.start();
  const credentials = { accessKeyId: '000000000000', secretAccessKey: 'test' };
  lambda = new Lambda({ endpoint: platform.endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
  await lambda.createFunction(functionInput('hello'));
  await platform.settled();
});

after(async () => {
  lambda.destroy();
  await platform.stop();
});

type Grant = Partial<AddPermissionCommandInput>;
let statements = 0;

async function statementOf(grant: Grant) {
  const StatementId = `s${++statements}`;
  const added = await lambda.addPermission({
    FunctionName: 'hello',
    StatementId,
    Action: 'lambda:InvokeFunction',
    Principal: 's3.amazonaws.com',
    ...grant,
  });
  assert.equal(added.$metadata.httpStatusCode, 201);
  const removed = await lambda.removePermission({ FunctionName: 'hello', StatementId });
  assert.equal(removed.$metadata.httpStatusCode, 204);
  return JSON.parse(added.Statement!) as { Principal: unknown; Condition?: unknown };
}

// LocalStack's recordings of AddPermission (test_lambda_api.snapshot.json, TestLambdaPermissions).
describe('what AddPermission is given becomes a statement', () => {
  const principals: readonly (readonly [string, unknown])[] = [
    ['*', '*'],
    ['s3.amazonaws.com', { Service: 's3.amazonaws.com' }],
    ['123456789012', { AWS: 'arn:aws:iam::123456789012:root' }],
    ['arn:aws:iam::123456789012:role/reader', { AWS: 'arn:aws:iam::123456789012:role/reader' }],
    ['arn:aws:iam::123456789012:user/ada', { AWS: 'arn:aws:iam::123456789012:user/ada' }],
  ];
  for (const [Principal, expected] of principals) {
    test(`Principal ${Principal}`, async () =>
      assert.deepEqual((await statementOf({ Principal })).Principal, expected));
  }

  const conditions: readonly (readonly [Grant, object])[] = [
    [{ SourceArn: 'arn:aws:s3:::photos' }, { ArnLike: { 'AWS:SourceArn': 'arn:aws:s3:::photos' } }],
    [{ SourceAccount: '123456789012' }, { StringEquals: { 'AWS:SourceAccount': '123456789012' } }],
    [{ PrincipalOrgID: 'o-1234567890' }, { StringEquals: { 'aws:PrincipalOrgID': 'o-1234567890' } }],
    [{ EventSourceToken: 'amzn1.ask' }, { StringEquals: { 'lambda:EventSourceToken': 'amzn1.ask' } }],
    [
      { Action: 'lambda:InvokeFunctionUrl', Principal: '*', FunctionUrlAuthType: 'NONE' },
      { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } },
    ],
    [{ Principal: '*', InvokedViaFunctionUrl: true }, { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } }],
  ];
  for (const [grant, expected] of conditions) {
    test(Object.keys(grant).at(-1), async () => assert.deepEqual((await statementOf(grant)).Condition, expected));
  }
});

describe('the resource policy’s refusals', () => {
  const refusal = (call: Promise<unknown>, name: string, status: number, message: string) =>
    assert.rejects(call, (error: Error & { $metadata: { httpStatusCode?: number } }) => {
      assert.deepEqual([error.name, error.$metadata.httpStatusCode, error.message], [name, status, message]);
      return true;
    });
  const add = (grant: Grant) =>
    lambda.addPermission({
      FunctionName: 'hello',
      StatementId: 'kept',
      Action: 'lambda:InvokeFunction',
      Principal: 's3.amazonaws.com',
      ...grant,
    });

  test('The provided principal was invalid. Please check the principal and try again. (400)', () =>
    refusal(
      add({ Principal: 'invalid.nonaws.com' }),
      'InvalidParameterValueException',
      400,
      'The provided principal was invalid. Please check the principal and try again.',
    ));

  test('No policy found for: a function that is not there (404)', () =>
    refusal(
      lambda.removePermission({ FunctionName: 'none', StatementId: 's' }),
      'ResourceNotFoundException',
      404,
      'No policy found for: arn:aws:lambda:us-east-1:000000000000:function:none',
    ));

  test('The resource you requested does not exist. (404)', () =>
    refusal(
      lambda.getPolicy({ FunctionName: 'hello' }),
      'ResourceNotFoundException',
      404,
      'The resource you requested does not exist.',
    ));

  test('We currently do not support adding policies for $LATEST. (400)', () =>
    refusal(
      add({ Qualifier: '$LATEST' }),
      'InvalidParameterValueException',
      400,
      'We currently do not support adding policies for $LATEST.',
    ));

  test('a stale RevisionId is refused with GetPolicy named (412)', () =>
    refusal(
      add({ RevisionId: '00000000-0000-4000-8000-000000000000' }),
      'PreconditionFailedException',
      412,
      'The Revision Id provided does not match the latest Revision Id. Call the GetPolicy API to retrieve the latest Revision Id',
    ));

  test('a statement id is of ([a-zA-Z0-9-_]+) (400)', () =>
    refusal(
      add({ StatementId: 'no spaces' }),
      'ValidationException',
      400,
      "1 validation error detected: Value 'no spaces' at 'statementId' failed to satisfy constraint: Member must satisfy regular expression pattern: ([a-zA-Z0-9-_]+)",
    ));

  test('a service without a statement is denied because no resource-based policy allows the action (403)', async () => {
    const s3 = platform.aws({ kind: 'service', name: 's3.amazonaws.com', sourceAccount: '000000000000' });
    await assert.rejects(s3.lambda.Invoke({ FunctionName: 'hello' }), {
      code: 'AccessDeniedException',
      message: `User: s3.amazonaws.com is not authorized to perform: lambda:InvokeFunction on resource: ${ARN} because no resource-based policy allows the lambda:InvokeFunction action`,
    });
  });
});
