import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import {
  CreateFunctionCommand,
  GetFunctionCommand,
  type LambdaClient,
  PublishLayerVersionCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import { zipSync } from 'fflate';
import type { AwsClients } from '../service.ts';
import { functionInput, LambdaPlatform, zipOf } from './testing/lambda-platform.ts';

let platform: LambdaPlatform;
let lambda: LambdaClient;
let s3: AwsClients['s3'];
const Bucket = 'hearth-code-sources';

before(async () => {
  platform = await LambdaPlatform.start();
  lambda = platform.client();
  ({ s3 } = platform.aws({ kind: 'anonymous' }));
  await s3.CreateBucket({ Bucket });
});

after(async () => {
  lambda.destroy();
  await platform.stop();
});

test('a function is created and updated from objects', async () => {
  const [first, second] = [zipOf('first'), zipOf('second')];
  await put('first.zip', first);
  await put('second.zip', second);
  const created = await create('from-s3', { S3Bucket: Bucket, S3Key: 'first.zip' });
  assert.deepEqual([created.CodeSha256, created.CodeSize], [sha256(first), first.byteLength]);
  await platform.settled();
  const updated = await lambda.send(
    new UpdateFunctionCodeCommand({ FunctionName: 'from-s3', S3Bucket: Bucket, S3Key: 'second.zip' }),
  );
  assert.equal(updated.CodeSha256, sha256(second));
  await platform.settled();
  const { Code } = await lambda.send(new GetFunctionCommand({ FunctionName: 'from-s3' }));
  const download = await fetch(Code!.Location!);
  assert.deepEqual(Buffer.from(await download.arrayBuffer()), Buffer.from(second));
});

test('a version of an object is taken when one is named', async () => {
  await s3.PutBucketVersioning({ Bucket, VersioningConfiguration: { Status: 'Enabled' } });
  const old = zipOf('old');
  const { VersionId } = await put('versioned.zip', old);
  await put('versioned.zip', zipOf('new'));
  const created = await create('from-version', {
    S3Bucket: Bucket,
    S3Key: 'versioned.zip',
    S3ObjectVersion: VersionId!,
  });
  assert.equal(created.CodeSha256, sha256(old));
});

test('the function stays when the object is deleted', async () => {
  await put('short-lived.zip', zipOf('stays'));
  await create('outlives-object', { S3Bucket: Bucket, S3Key: 'short-lived.zip' });
  await s3.DeleteObject({ Bucket, Key: 'short-lived.zip' });
  await platform.settled();
  const { Code } = await lambda.send(new GetFunctionCommand({ FunctionName: 'outlives-object' }));
  assert.equal((await fetch(Code!.Location!)).status, 200);
});

test('a layer is published from an object', async () => {
  const zip = zipOf('x', 'nodejs/tool.js');
  await put('layer.zip', zip);
  const layer = await lambda.send(
    new PublishLayerVersionCommand({ LayerName: 'from-s3', Content: { S3Bucket: Bucket, S3Key: 'layer.zip' } }),
  );
  assert.equal(layer.Content?.CodeSha256, sha256(zip));
});

test('what S3 answers is passed on', async () => {
  const failing = (code: object) => create('never', code);
  await assert.rejects(failing({ S3Bucket: 'no-such-bucket-of-ours', S3Key: 'k' }), {
    name: 'InvalidParameterValueException',
    message:
      'Error occurred while GetObject. S3 Error Code: NoSuchBucket. S3 Error Message: The specified bucket does not exist',
  });
  await assert.rejects(failing({ S3Bucket: Bucket, S3Key: 'missing' }), {
    name: 'InvalidParameterValueException',
    message:
      'Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.',
  });
});

test('an object that is no zip, and two sources at once, are refused', async () => {
  await put('plain.txt', Buffer.from('no zip'));
  await assert.rejects(create('never', { S3Bucket: Bucket, S3Key: 'plain.txt' }), {
    message: 'Could not unzip uploaded file. Please check your file, then try to upload again.',
  });
  await assert.rejects(create('never', { S3Bucket: Bucket, S3Key: 'plain.txt', ZipFile: zipOf() }), {
    message: 'Please do not provide other FunctionCode parameters when providing a ZipFile.',
  });
  await assert.rejects(create('never', { S3Bucket: Bucket }), {
    message: 'Please provide a source for function code.',
  });
});

test('an object may be larger than what can be sent directly', async () => {
  const zip = storedZip(53 * 1024 * 1024);
  await put('large.zip', zip);
  const created = await create('large', { S3Bucket: Bucket, S3Key: 'large.zip' });
  assert.equal(created.CodeSize, zip.byteLength);
});

function create(name: string, Code: object) {
  return lambda.send(new CreateFunctionCommand({ ...functionInput(name), Code }));
}

function put(Key: string, Body: Uint8Array) {
  return s3.PutObject({ Bucket, Key, Body });
}

function storedZip(size: number): Uint8Array {
  return zipSync({ 'index.js': [new Uint8Array(size), { level: 0 }] });
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64');
}
