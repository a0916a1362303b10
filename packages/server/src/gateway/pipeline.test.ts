import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { IAMClient, ListUsersCommand } from '@aws-sdk/client-iam';
import { LambdaClient, GetFunctionCommand } from '@aws-sdk/client-lambda';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { AwsError } from '../kernel/errors.ts';
import { jsonLogger } from '../kernel/logger.ts';
import { presignUrl, signRequest } from '../protocol/sigv4/sign.ts';

import { ROLE, answered, failed, sessions, start } from './pipeline.fixture.ts';

describe('the gateway', () => {
  test('takes an SDK’s call to its service, in the account and region it was signed for', async (t) => {
    const { client, callers } = await start(t);
    const answer = await new STSClient(client).send(new GetCallerIdentityCommand());
    assert.deepEqual([answer.Account, answer.UserId], ['444455556666', 'eu-west-1']);
    assert.equal(answer.$metadata.requestId, callers[0]!.requestId);
    assert.deepEqual([callers[0]!.sourceIp, callers[0]!.accessKeyId], ['127.0.0.1', '444455556666']);
    assert.match(callers[0]!.userAgent!, /aws-sdk-js/);
  });

  test('knows the sessions that it issued, and refuses their credentials with another secret', async (t) => {
    const { client } = await start(t);
    const credentials = sessions.issue({ ...ROLE, expiresAt: Date.now() + 60_000 });
    const call = (secretAccessKey: string) =>
      new STSClient({
        ...client,
        credentials: { accessKeyId: credentials.accessKeyId, sessionToken: credentials.sessionToken, secretAccessKey },
      }).send(new GetCallerIdentityCommand());
    assert.equal((await call(credentials.secretAccessKey)).Arn, ROLE.arn);
    await assert.rejects(call('guess'), failed('SignatureDoesNotMatch', 403));
  });

  test('takes an unsigned query, in the address or in a form', async (t) => {
    const { endpoint } = await start(t);
    const parameters = 'Action=GetCallerIdentity&Version=2011-06-15';
    assert.match(await (await fetch(`${endpoint}/?${parameters}`)).text(), /<Account>000000000000</);
    const form = await fetch(endpoint, { method: 'POST', body: new URLSearchParams(parameters) });
    assert.match(await form.text(), /<Account>000000000000</);
  });

  test('takes a presigned query, and refuses it in XML once it is over', async (t) => {
    const { endpoint } = await start(t);
    const url = new URL(`${endpoint}/?Action=GetCallerIdentity&Version=2011-06-15`);
    const presign = (age: number) =>
      presignUrl({
        method: 'GET',
        url,
        service: 'sts',
        region: 'us-east-1',
        credentials: { accessKeyId: 'test', secretAccessKey: 'x' },
        date: new Date(Date.now() - age),
        expiresS: 60,
      });
    assert.equal((await fetch(presign(0))).status, 200);
    const late = await fetch(presign(120_000));
    assert.match(await late.text(), /<ErrorResponse.*<Code>SignatureDoesNotMatch<\/Code><Message>Signature expired/s);
    assert.equal(late.status, 403);
  });

  test('refuses in the words of each service’s protocol when signatures are required', async (t) => {
    const { client, endpoint } = await start(t, {}, { authentication: 'required' });
    await assert.rejects(
      new LambdaClient(client).send(new GetFunctionCommand({ FunctionName: 'f' })),
      failed('UnrecognizedClientException', 403),
    );
    await assert.rejects(new IAMClient(client).send(new ListUsersCommand()), {
      name: 'InvalidClientTokenId',
      message: 'The security token included in the request is invalid.',
    });
    assert.deepEqual(await answered(await fetch(`${endpoint}/2015-03-31/functions/f`)), [
      403,
      { message: 'Missing Authentication Token' },
    ]);
    assert.equal((await fetch(`${endpoint}/_hearth/info`)).status, 403);
    assert.equal((await fetch(`${endpoint}/_hearth/health`)).status, 200);
  });

  test('verifies a body that came without its hash, as boto3 sends it', async (t) => {
    const { endpoint } = await start(t, {}, { authentication: 'required' });
    const credentials = sessions.issue({ ...ROLE, expiresAt: Date.now() + 60_000 });
    const body = 'Action=GetCallerIdentity&Version=2011-06-15';
    const headers = signRequest({
      method: 'POST',
      url: new URL(endpoint),
      body,
      service: 'sts',
      region: 'us-east-1',
      credentials,
      date: new Date(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payloadHeader: false,
    });
    assert.equal(headers['x-amz-content-sha256'], undefined);
    assert.equal((await fetch(endpoint, { method: 'POST', body, headers })).status, 200);
    assert.equal((await fetch(endpoint, { method: 'POST', body: `${body}&x=1`, headers })).status, 403);
  });
});

describe('what nobody takes', () => {
  test('an unknown request is a clear 404 in JSON', async (t) => {
    const { endpoint } = await start(t);
    const [status, body] = await answered(await fetch(`${endpoint}/favicon.ico`));
    assert.equal(status, 404);
    assert.match(
      (body as { message: string }).message,
      /^Nothing at Hearth answers GET \/favicon\.ico on 127\.0\.0\.1/,
    );
  });

  const scope = (service: string) => ({
    authorization: `AWS4-HMAC-SHA256 Credential=k/20260131/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
  });
  const strangers: readonly (readonly [service: string, headers: Record<string, string>, expected: RegExp])[] = [
    [
      'dynamodb',
      {
        ...scope('dynamodb'),
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': 'DynamoDB_20120810.ListTables',
      },
      /^\{"__type":"[^"]*NotImplemented","message":"Hearth does not implement the AWS service \\"dynamodb\\" yet\."\}$/,
    ],
    [
      'sns',
      { ...scope('sns'), 'content-type': 'application/x-www-form-urlencoded' },
      /<ErrorResponse.*<Code>NotImplemented<\/Code><Message>Hearth does not implement the AWS service/s,
    ],
    ['xray', scope('xray'), /^\{"message":"Hearth does not implement/],
  ];
  for (const [service, headers, expected] of strangers) {
    test(`${service} is named in an error of its own protocol`, async (t) => {
      const { endpoint } = await start(t);
      const response = await fetch(endpoint, { method: 'POST', headers, body: '' });
      assert.equal(response.status, 501);
      assert.match(await response.text(), expected);
      assert.ok(response.headers.get('x-amzn-requestid') ?? response.headers.get('x-amz-request-id'));
    });
  }

  test('a program’s address says that there are none yet', async (t) => {
    const { endpoint } = await start(t);
    const [status, body] = await answered(await fetch(`${endpoint}/_aws/execute-api/abc/dev/x`));
    assert.deepEqual(
      [status, (body as { message: string }).message],
      [501, 'Hearth does not implement APIs of API Gateway yet.'],
    );
  });

  test('a program gets its requests whole, forms too, from pages of any origin', async (t) => {
    const { endpoint } = await start(t, {
      program: async (target, _caller, request) => ({
        status: 200,
        headers: {},
        body: `${target.id} ${target.path} ${Buffer.from(await request.body.bytes()).toString()}`,
      }),
    });
    const response = await fetch(`${endpoint}/restapis/abc/dev/_user_request_/pets`, {
      method: 'POST',
      headers: { origin: 'https://app.example' },
      body: new URLSearchParams('Action=ListUsers&Version=2010-05-08'),
    });
    assert.equal(await response.text(), 'abc /pets Action=ListUsers&Version=2010-05-08');
  });
});

describe('the guard', () => {
  test('keeps pages of other origins and rebound names from the control plane', async (t) => {
    const { endpoint, callers } = await start(t);
    const url = `${endpoint}/?Action=GetCallerIdentity&Version=2011-06-15`;
    const foreign = await fetch(url, { headers: { origin: 'https://evil.example' } });
    assert.equal(foreign.status, 403);
    assert.match(await foreign.text(), /refuses requests of web pages from another origin \(https:\/\/evil\.example\)/);
    assert.equal((await fetch(url, { headers: { 'sec-fetch-site': 'cross-site' } })).status, 403);
    assert.equal(callers.length, 0);
  });
});

describe('failures inside', () => {
  test('a bug is logged with the request’s id, and answered without its story', async (t) => {
    const lines: string[] = [];
    const logger = jsonLogger('warn', (line) => lines.push(line));
    const bug = async () => Promise.reject(new Error('secret detail'));
    const { client, endpoint } = await start(t, { service: bug }, {}, logger);
    await assert.rejects(new STSClient(client).send(new GetCallerIdentityCommand()), failed('InternalFailure', 500));
    const response = await fetch(`${endpoint}/2015-03-31/functions/f`);
    assert.doesNotMatch(await response.text(), /secret|at /);
    assert.equal(response.headers.get('x-amzn-errortype'), 'ServiceException');
    assert.match(lines.at(-1)!, new RegExp(`secret detail.*`));
    assert.ok(lines.at(-1)!.includes(response.headers.get('x-amzn-requestid')!));
  });

  test('an error of AWS’s that escapes a service is answered in its words', async (t) => {
    const { client } = await start(t, {
      service: async () => Promise.reject(new AwsError('UnknownOperationException', 'no')),
    });
    await assert.rejects(new LambdaClient(client).send(new GetFunctionCommand({ FunctionName: 'f' })), {
      name: 'UnknownOperationException',
    });
  });
});
