import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { PutGatewayResponseCommand, type GatewayResponseType } from '@aws-sdk/client-api-gateway';
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient } from '@aws-sdk/client-iam';
import { Sealer } from '../../kernel/sealer.ts';
import { SessionIssuer } from '../../kernel/sessions.ts';
import { type Credentials, signRequest } from '../../protocol/sigv4/sign.ts';
import { RestApiFixture } from './rest-api.fixture.ts';

const EXPIRED = 'The security token included in the request is expired';
const MISMATCH =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';

let api: RestApiFixture;
let user: Credentials;
/** A session of the platform's that has just ended; AssumeRole gives none of less than 15 minutes. */
let over: Credentials;

before(async () => {
  api = await RestApiFixture.start();
  const iam = new IAMClient(api.platform.client);
  await iam.send(new CreateUserCommand({ UserName: 'me' }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'me' }));
  user = { accessKeyId: AccessKey!.AccessKeyId!, secretAccessKey: AccessKey!.SecretAccessKey! };
  iam.destroy();
  const key = readFileSync(join(api.platform.platform.dataDirectory, 'key'));
  const claims = { account: '000000000000', arn: 'arn:aws:sts::000000000000:assumed-role/r/s', userId: 'AROAX:s' };
  over = new SessionIssuer(new Sealer(key)).issue({ ...claims, expiresAt: Date.now() - 1 });
  const uri = await api.function(
    'caller',
    'exports.handler = async ({ requestContext }) => ({ body: requestContext.identity.userArn })',
  );
  await api.method('GET', '/iam', { uri }, { authorizationType: 'AWS_IAM' });
  await api.method('POST', '/iam', { uri }, { authorizationType: 'AWS_IAM' });
  await api.deploy();
});
after(() => api[Symbol.asyncDispose]());

/** No SDK signs for somebody else's API: by hand. */
function send(credentials: Credentials, init: { body?: string; sent?: string; type?: string; stage?: string } = {}) {
  const { body, sent = body, type, stage = 'dev' } = init;
  const url = new URL(`${api.platform.endpoint}/_aws/execute-api/${api.id}/${stage}/iam`);
  const { host: _, ...headers } = signRequest({
    method: body === undefined ? 'GET' : 'POST',
    url,
    ...(body === undefined ? {} : { body }),
    headers: type === undefined ? {} : { 'content-type': type },
    service: 'execute-api',
    region: 'us-east-1',
    credentials,
    date: new Date(),
  });
  return fetch(url, {
    method: body === undefined ? 'GET' : 'POST',
    headers,
    ...(sent === undefined ? {} : { body: sent }),
  });
}

async function outcome(response: Response) {
  return [response.status, response.headers.get('x-amzn-errortype'), await response.json()];
}

test('whoever signs with a key of IAM is told to the function', async () => {
  assert.equal(await (await send(user)).text(), 'arn:aws:iam::000000000000:user/me');
});

test(`EXPIRED_TOKEN: 403 "${EXPIRED}", ExpiredTokenException`, async () => {
  const expired = [403, 'ExpiredTokenException', { message: EXPIRED }];
  assert.deepEqual(await outcome(await send(over)), expired);
  const form = { body: 'a=1', type: 'application/x-www-form-urlencoded' };
  assert.deepEqual(await outcome(await send(over, form)), expired);
});

test('INVALID_SIGNATURE: 403 "The request signature we calculated does not match …", InvalidSignatureException', async () => {
  const mismatch = [403, 'InvalidSignatureException', { message: MISMATCH }];
  assert.deepEqual(await outcome(await send({ ...user, secretAccessKey: 'guess' })), mismatch);
  assert.deepEqual(await outcome(await send(user, { body: 'signed', sent: 'other!' })), mismatch);
});

test('a key that nobody has: 403 "The security token included in the request is invalid.", UnrecognizedClientException', async () => {
  const token = { ...over, sessionToken: 'none' };
  assert.deepEqual(await outcome(await send(token)), [
    403,
    'UnrecognizedClientException',
    { message: 'The security token included in the request is invalid.' },
  ]);
});

test('a stage that is not there is Forbidden to those, too', async () => {
  assert.deepEqual(await outcome(await send(over, { stage: 'none' })), [
    403,
    'ForbiddenException',
    { message: 'Forbidden' },
  ]);
});

test('their gateway responses are the ones of the API: its own types, else DEFAULT_4XX', async () => {
  const put = (responseType: GatewayResponseType, answer: string, statusCode: string) =>
    api.client.send(
      new PutGatewayResponseCommand({
        restApiId: api.id,
        responseType,
        statusCode,
        responseTemplates: {
          'application/json': `{"${answer}":$context.error.messageString,"type":"$context.error.responseType"}`,
        },
        responseParameters: { 'gatewayresponse.header.Access-Control-Allow-Origin': "'*'" },
      }),
    );
  await put('EXPIRED_TOKEN', 'own', '401');
  await put('DEFAULT_4XX', 'any', '400');
  await api.deploy('responses');
  const expired = await send(over, { stage: 'responses' });
  assert.equal(expired.headers.get('access-control-allow-origin'), '*');
  assert.deepEqual(await outcome(expired), [401, 'ExpiredTokenException', { own: EXPIRED, type: 'EXPIRED_TOKEN' }]);
  const invalid = await outcome(await send({ ...user, secretAccessKey: 'guess' }, { stage: 'responses' }));
  assert.deepEqual(invalid, [400, 'InvalidSignatureException', { any: MISMATCH, type: 'INVALID_SIGNATURE' }]);
});
