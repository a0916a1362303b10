import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { cbor } from '@smithy/core/cbor';
import { AwsError } from '../kernel/errors.ts';
import type { ServiceCodec } from './codec.ts';
import { doJson, modelOf, requestOf } from './fixtures.ts';
import { readModel } from './model-files.ts';
import { compileCodec } from './service-codec.ts';
import { bytesBody } from './wire-body.ts';
import type { WireRequest } from './wire.ts';

const lambda = compileCodec(readModel('lambda'));
const iam = compileCodec(readModel('iam'));
const logs = compileCodec(readModel('logs'));
const s3 = compileCodec(
  modelOf(
    ['rest-xml'],
    {},
    {
      serviceId: 'S3',
      shapes: {
        NoSuchKey: { type: 'structure', error: { status: 404, fault: 'client' }, members: {} },
        NotFound: { type: 'structure', error: { fault: 'client' }, members: {} },
      },
    },
  ),
);

const ID = 'request-1';
const getFunction = requestOf({ method: 'GET', path: '/2015-03-31/functions/hello' });
const form = (body: string) =>
  requestOf({ headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }, body });
const target = (operation: string) =>
  requestOf({
    headers: { 'x-amz-target': `Logs_20140328.${operation}`, 'content-type': 'application/x-amz-json-1.1' },
    body: '{}',
  });

async function refusalOf(codec: ServiceCodec, request: WireRequest): Promise<{ status: number; body: string }> {
  const error = await Promise.try(() => codec.match(request))
    .then((match) => match.read())
    .then(
      () => null,
      (thrown: unknown) => thrown,
    );
  assert.ok(error instanceof AwsError, `no AwsError but ${String(error)}`);
  const { status, body } = codec.refuse(request, error, ID);
  return { status, body: Buffer.from(body as string).toString() };
}

describe('REST-JSON errors', () => {
  test('carry the code in a header, and type and message as the model spells them', () => {
    const conflict = lambda.refuse(
      getFunction,
      new AwsError('ResourceConflictException', 'Function already exist: f'),
      ID,
    );
    assert.equal(conflict.status, 409);
    assert.deepEqual(conflict.headers, {
      'x-amzn-requestid': ID,
      'x-amzn-errortype': 'ResourceConflictException',
      'content-type': 'application/json',
    });
    assert.equal(conflict.body, '{"message":"Function already exist: f","Type":"User"}');
    const missing = lambda.refuse(getFunction, new AwsError('ResourceNotFoundException', 'Function not found: f'), ID);
    assert.deepEqual(JSON.parse(missing.body as string), { Type: 'User', Message: 'Function not found: f' });
  });

  test('of the service are of type Service', () => {
    const { status, body } = lambda.refuse(getFunction, new AwsError('ServiceException', 'broken'), ID);
    assert.equal(status, 500);
    assert.deepEqual(JSON.parse(body as string), { Type: 'Service', Message: 'broken' });
  });

  test('put members that are bound to headers there', () => {
    const error = new AwsError('TooManyRequestsException', 'Rate Exceeded.', {
      members: { Reason: 'CallerRateLimitExceeded', retryAfterSeconds: '1' },
    });
    const { status, headers, body } = lambda.refuse(getFunction, error, ID);
    assert.equal(status, 429);
    assert.equal(headers['retry-after'], '1');
    assert.deepEqual(JSON.parse(body as string), {
      Type: 'User',
      message: 'Rate Exceeded.',
      Reason: 'CallerRateLimitExceeded',
    });
  });

  test('of the framework have only a message', () => {
    const validation = lambda.refuse(
      getFunction,
      new AwsError('ValidationException', '1 validation error detected: …'),
      ID,
    );
    assert.deepEqual([validation.status, validation.body], [400, '{"message":"1 validation error detected: …"}']);
    const denied = lambda.refuse(getFunction, new AwsError('AccessDeniedException', 'User: x is not authorized'), ID);
    assert.deepEqual([denied.status, denied.body], [403, '{"Message":"User: x is not authorized"}']);
  });

  test('tell of a body that is too large for its operation', async () => {
    const body = bytesBody(new Uint8Array(70_167_212));
    const { status, body: text } = await refusalOf(lambda, { ...requestOf({ path: '/2015-03-31/functions' }), body });
    assert.equal(status, 413);
    assert.match(text, /"Request must be smaller than 70167211 bytes for the CreateFunction operation"/);
  });

  test('answer an unknown path with 404 UnknownOperationException', async () => {
    const request = requestOf({ method: 'GET', path: '/2015-03-31/nothing' });
    assert.equal((await refusalOf(lambda, request)).status, 404);
    assert.equal(
      lambda.refuse(request, new AwsError('UnknownOperationException', ''), ID).headers['x-amzn-errortype'],
      'UnknownOperationException',
    );
  });
});

describe('query errors', () => {
  test('are XML with the wire code of the shape', async () => {
    const { status, headers, body } = iam.refuse(
      form('Action=GetRole'),
      new AwsError('NoSuchEntityException', 'The role with name <x> cannot be found.'),
      ID,
    );
    assert.equal(status, 404);
    assert.equal(headers['content-type'], 'text/xml');
    assert.equal(
      body,
      '<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>NoSuchEntity</Code>' +
        '<Message>The role with name &lt;x&gt; cannot be found.</Message></Error><RequestId>request-1</RequestId></ErrorResponse>',
    );
  });

  test('can be thrown by their wire code as well', () => {
    assert.equal(iam.refuse(form(''), new AwsError('EntityAlreadyExists', 'x'), ID).status, 409);
  });

  test('name framework errors as the query protocol does', () => {
    for (const [code, wire, status] of [
      ['ValidationException', 'ValidationError', 400],
      ['AccessDeniedException', 'AccessDenied', 403],
      ['InvalidSignatureException', 'SignatureDoesNotMatch', 403],
    ] as const) {
      const response = iam.refuse(form(''), new AwsError(code, 'x', { status: 400 }), ID);
      assert.match(response.body as string, new RegExp(`<Code>${wire}</Code>`));
      assert.equal(response.status, status);
    }
  });

  test('tell of an unknown action, a missing one and a malformed value', async () => {
    assert.match(
      (await refusalOf(iam, form('Action=Nope&Version=2010-05-08'))).body,
      /<Code>InvalidAction<\/Code><Message>Could not find operation Nope for version 2010-05-08<\/Message>/,
    );
    assert.match((await refusalOf(iam, form('Version=2010-05-08'))).body, /<Code>MissingAction<\/Code>/);
    assert.match(
      (await refusalOf(iam, form('Action=ListRoles&MaxItems=abc'))).body,
      /<Code>MalformedInput<\/Code><Message>STRING_VALUE can not be converted to an Integer/,
    );
    assert.match(
      (await refusalOf(iam, form('Action=GetRole'))).body,
      /<Code>ValidationError<\/Code><Message>1 validation error detected: Value null at &apos;roleName&apos;|Value null at 'roleName'/,
    );
  });
});

describe('AWS-JSON errors', () => {
  test('carry the code in the body', () => {
    const { status, headers, body } = logs.refuse(
      target('GetLogEvents'),
      new AwsError('ResourceNotFoundException', 'The specified log group does not exist.'),
      ID,
    );
    assert.equal(status, 400);
    assert.equal(headers['content-type'], 'application/x-amz-json-1.1');
    assert.equal(body, '{"__type":"ResourceNotFoundException","message":"The specified log group does not exist."}');
  });

  test('tell of an unknown operation without a message', async () => {
    assert.deepEqual(await refusalOf(logs, target('Nope')), {
      status: 400,
      body: '{"__type":"UnknownOperationException"}',
    });
    assert.deepEqual(
      await refusalOf(logs, requestOf({ headers: { 'x-amz-target': 'Other.CreateLogGroup' }, body: '{}' })),
      { status: 400, body: '{"__type":"UnknownOperationException"}' },
    );
  });

  test("name the query protocol's code where a service speaks both", async () => {
    const sqs = compileCodec(
      modelOf(
        ['aws-json-1.0', 'aws-query'],
        {},
        {
          shapes: {
            QueueDoesNotExist: {
              type: 'structure',
              error: { fault: 'client', code: 'AWS.SimpleQueueService.NonExistentQueue' },
              members: { message: 'string' },
            },
          },
        },
      ),
    );
    const match = await doJson(sqs, '{}');
    assert.equal(match.protocol, 'aws-json-1.0');
    const { headers, body } = match.renderError(new AwsError('QueueDoesNotExist', 'gone'), ID);
    assert.equal(headers['x-amzn-query-error'], 'AWS.SimpleQueueService.NonExistentQueue;Sender');
    assert.equal(body, '{"__type":"QueueDoesNotExist","message":"gone"}');
    const query = await sqs.match(form('Action=Do&Version=2020-01-01'));
    assert.equal(query.protocol, 'aws-query');
    assert.match(
      query.renderError(new AwsError('QueueDoesNotExist', 'gone'), ID).body as string,
      /<Code>AWS.SimpleQueueService.NonExistentQueue<\/Code>/,
    );
  });
});

describe('CBOR errors', () => {
  test('are a map with the code, and 404 for an unknown operation', async () => {
    const codec = compileCodec(modelOf(['rpc-cbor', 'aws-query'], {}));
    const request = requestOf({ path: '/service/Test/operation/Nope', headers: { 'smithy-protocol': 'rpc-v2-cbor' } });
    assert.equal((await refusalOf(codec, request)).status, 404);
    const { body, headers } = codec.refuse(request, new AwsError('Odd', 'x', { fault: 'server' }), ID);
    assert.deepEqual(cbor.deserialize(body as Uint8Array), { __type: 'Odd', message: 'x' });
    assert.equal(headers['x-amzn-query-error'], 'Odd;Receiver');
  });
});

describe('S3 errors', () => {
  const get = requestOf({ method: 'GET', path: '/bucket/key' });

  test('stand alone, with both request ids and further members', () => {
    const { status, headers, body } = s3.refuse(
      get,
      new AwsError('NoSuchKey', 'The specified key does not exist.', { members: { Key: 'a&b' } }),
      ID,
    );
    assert.equal(status, 404);
    assert.equal(headers['x-amz-request-id'], ID);
    assert.ok(headers['x-amz-id-2']);
    assert.match(
      body as string,
      /^<\?xml version="1.0" encoding="UTF-8"\?>\n<Error><Code>NoSuchKey<\/Code><Message>The specified key does not exist.<\/Message><Key>a&amp;b<\/Key><RequestId>request-1<\/RequestId><HostId>/,
    );
  });

  test('have no body for HEAD, and NotFound is 404 though the model does not say so', () => {
    const response = s3.refuse({ ...get, method: 'HEAD' }, new AwsError('NotFound', ''), ID);
    assert.deepEqual([response.status, response.body], [404, null]);
  });

  test("name framework errors in S3's words", () => {
    assert.match(
      s3.refuse(get, new AwsError('UnrecognizedClientException', 'x'), ID).body as string,
      /<Code>InvalidAccessKeyId<\/Code>/,
    );
    assert.match(
      s3.refuse(get, new AwsError('SerializationException', 'x'), ID).body as string,
      /<Code>MalformedXML<\/Code>/,
    );
  });
});
