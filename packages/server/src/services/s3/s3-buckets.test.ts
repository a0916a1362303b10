import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { failure, useS3 } from './s3.fixture.ts';

const fixture = useS3();

describe('buckets', () => {
  test('a bucket is created, found, listed and deleted', async () => {
    const s3 = fixture.client({ credentials: { accessKeyId: '111111111111', secretAccessKey: 'x' } });
    const created = await s3.createBucket({ Bucket: 'my.first-bucket' });
    assert.equal(created.Location, '/my.first-bucket');
    assert.equal((await s3.headBucket({ Bucket: 'my.first-bucket' })).BucketRegion, 'us-east-1');
    const { Buckets, Owner } = await s3.listBuckets();
    assert.deepEqual(
      Buckets?.map(({ Name, BucketRegion }) => [Name, BucketRegion]),
      [['my.first-bucket', 'us-east-1']],
    );
    assert.match(Owner?.ID ?? '', /^[0-9a-f]{64}$/);
    assert.equal((await s3.getBucketLocation({ Bucket: 'my.first-bucket' })).LocationConstraint, undefined);
    await s3.deleteBucket({ Bucket: 'my.first-bucket' });
    const gone = await failure(s3.headBucket({ Bucket: 'my.first-bucket' }));
    assert.deepEqual([gone.name, gone.status], ['NotFound', 404]);
    const missing = await failure(s3.listObjectsV2({ Bucket: 'my.first-bucket' }));
    assert.deepEqual(
      [missing.name, missing.message, missing.BucketName],
      ['NoSuchBucket', 'The specified bucket does not exist', 'my.first-bucket'],
    );
  });

  test('names are restricted as AWS restricts them', async () => {
    for (const Bucket of [
      'ab',
      'Upper',
      'a..b',
      '192.168.1.1',
      'xn--a',
      'has_underscore',
      'a-s3alias',
      `a${'b'.repeat(63)}`,
    ]) {
      assert.equal((await failure(fixture.s3.createBucket({ Bucket }))).name, 'InvalidBucketName', Bucket);
    }
  });

  test('the location is checked against the region that is asked', async () => {
    const { s3 } = fixture;
    const frankfurt = fixture.client({ region: 'eu-central-1' });
    const LocationConstraint = 'eu-central-1';
    await frankfurt.createBucket({ Bucket: 'frankfurt', CreateBucketConfiguration: { LocationConstraint } });
    assert.equal((await s3.getBucketLocation({ Bucket: 'frankfurt' })).LocationConstraint, 'eu-central-1');
    const again = await failure(
      frankfurt.createBucket({ Bucket: 'frankfurt', CreateBucketConfiguration: { LocationConstraint } }),
    );
    assert.deepEqual([again.name, again.status], ['BucketAlreadyOwnedByYou', 409]);
    const elsewhere = await failure(
      frankfurt.createBucket({ Bucket: 'else', CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }),
    );
    assert.equal(
      elsewhere.message,
      'The eu-west-1 location constraint is incompatible for the region specific endpoint this request was sent to.',
    );
    const unknown = await failure(
      s3.createBucket({ Bucket: 'else', CreateBucketConfiguration: { LocationConstraint: 'moon' as 'EU' } }),
    );
    assert.equal(unknown.name, 'InvalidLocationConstraint');
    await s3.createBucket({ Bucket: 'old-ireland', CreateBucketConfiguration: { LocationConstraint: 'EU' } });
    assert.equal((await s3.getBucketLocation({ Bucket: 'old-ireland' })).LocationConstraint, 'EU');
  });

  test('a name belongs to the first who takes it; in us-east-1 taking it again succeeds', async () => {
    const name = await fixture.bucket();
    await fixture.s3.createBucket({ Bucket: name });
    const other = fixture.client({ credentials: { accessKeyId: '222222222222', secretAccessKey: 'x' } });
    assert.equal((await failure(other.createBucket({ Bucket: name }))).name, 'BucketAlreadyExists');
    assert.equal(
      (await failure(fixture.s3.headBucket({ Bucket: name, ExpectedBucketOwner: '222222222222' }))).status,
      403,
    );
    await fixture.s3.headBucket({ Bucket: name, ExpectedBucketOwner: '000000000000' });
  });

  test('buckets are listed by prefix and region, page by page', async () => {
    const s3 = fixture.client({ credentials: { accessKeyId: '333333333333', secretAccessKey: 'x' } });
    for (const Bucket of ['page-c', 'page-a', 'page-b', 'other']) await s3.createBucket({ Bucket });
    const first = await s3.listBuckets({ MaxBuckets: 2, Prefix: 'page-' });
    assert.deepEqual(
      first.Buckets?.map(({ Name }) => Name),
      ['page-a', 'page-b'],
    );
    const second = await s3.listBuckets({ MaxBuckets: 2, Prefix: 'page-', ContinuationToken: first.ContinuationToken });
    assert.deepEqual(
      second.Buckets?.map(({ Name }) => Name),
      ['page-c'],
    );
    assert.equal(second.ContinuationToken, undefined);
    assert.deepEqual((await s3.listBuckets({ BucketRegion: 'eu-west-1' })).Buckets, []);
  });

  test('a bucket with something in it stays', async () => {
    const Bucket = await fixture.bucket();
    await fixture.s3.putObject({ Bucket, Key: 'a' });
    const kept = await failure(fixture.s3.deleteBucket({ Bucket }));
    assert.deepEqual(
      [kept.name, kept.message, kept.status],
      ['BucketNotEmpty', 'The bucket you tried to delete is not empty', 409],
    );
  });
});

describe('what a bucket is configured with', () => {
  test('tags, policy, CORS, ownership and public access are put, got and deleted', async () => {
    const { s3 } = fixture;
    const Bucket = await fixture.bucket();
    assert.equal((await failure(s3.getBucketTagging({ Bucket }))).name, 'NoSuchTagSet');
    await s3.putBucketTagging({ Bucket, Tagging: { TagSet: [{ Key: 'a', Value: '1' }] } });
    assert.deepEqual((await s3.getBucketTagging({ Bucket })).TagSet, [{ Key: 'a', Value: '1' }]);
    await s3.deleteBucketTagging({ Bucket });
    assert.equal((await failure(s3.getBucketTagging({ Bucket }))).message, 'The TagSet does not exist');

    const CORSRules = [
      { AllowedMethods: ['GET'], AllowedOrigins: ['https://*.example.com'], AllowedHeaders: ['*'], MaxAgeSeconds: 60 },
    ];
    await s3.putBucketCors({ Bucket, CORSConfiguration: { CORSRules } });
    assert.deepEqual((await s3.getBucketCors({ Bucket })).CORSRules, CORSRules);
    await s3.deleteBucketCors({ Bucket });
    assert.equal((await failure(s3.getBucketCors({ Bucket }))).name, 'NoSuchCORSConfiguration');

    assert.deepEqual((await s3.getBucketOwnershipControls({ Bucket })).OwnershipControls?.Rules, [
      { ObjectOwnership: 'BucketOwnerEnforced' },
    ]);
    await s3.putBucketOwnershipControls({
      Bucket,
      OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] },
    });
    await s3.deleteBucketOwnershipControls({ Bucket });
    assert.equal((await failure(s3.getBucketOwnershipControls({ Bucket }))).name, 'OwnershipControlsNotFoundError');

    const open = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/*` }],
    });
    assert.match(String((await failure(s3.putBucketPolicy({ Bucket, Policy: open }))).message), /BlockPublicPolicy/);
    await s3.deletePublicAccessBlock({ Bucket });
    assert.equal((await failure(s3.getPublicAccessBlock({ Bucket }))).name, 'NoSuchPublicAccessBlockConfiguration');
    await s3.putBucketPolicy({ Bucket, Policy: open });
    assert.equal((await s3.getBucketPolicy({ Bucket })).Policy, open);
    assert.equal((await s3.getBucketPolicyStatus({ Bucket })).PolicyStatus?.IsPublic, true);
    await s3.deleteBucketPolicy({ Bucket });
    assert.equal((await failure(s3.getBucketPolicy({ Bucket }))).name, 'NoSuchBucketPolicy');
    assert.equal((await failure(s3.putBucketPolicy({ Bucket, Policy: 'no' }))).name, 'MalformedPolicy');
  });

  test('encryption is AES256, and other keys are refused by name', async () => {
    const { s3 } = fixture;
    const Bucket = await fixture.bucket();
    const encryption = async () => (await s3.getBucketEncryption({ Bucket })).ServerSideEncryptionConfiguration?.Rules;
    const aes = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' as const }, BucketKeyEnabled: false }];
    assert.deepEqual(await encryption(), aes);
    await s3.putBucketEncryption({ Bucket, ServerSideEncryptionConfiguration: { Rules: aes } });
    const kms = { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' as const } }] };
    const refused = await failure(s3.putBucketEncryption({ Bucket, ServerSideEncryptionConfiguration: kms }));
    assert.deepEqual([refused.name, refused.status], ['NotImplemented', 501]);
    assert.match(String(refused.message), /aws:kms/);
    await s3.deleteBucketEncryption({ Bucket });
    assert.deepEqual(await encryption(), aes);
  });

  test('ACLs are private, and others are refused as AWS refuses them where ACLs are off', async () => {
    const { s3 } = fixture;
    const Bucket = await fixture.bucket();
    await s3.putBucketAcl({ Bucket, ACL: 'private' });
    assert.equal(
      (await failure(s3.putBucketAcl({ Bucket, ACL: 'public-read' }))).name,
      'AccessControlListNotSupported',
    );
    const { Grants, Owner } = await s3.getBucketAcl({ Bucket });
    assert.deepEqual(Grants, [{ Grantee: { ID: Owner?.ID, Type: 'CanonicalUser' }, Permission: 'FULL_CONTROL' }]);
    await s3.putBucketAcl({ Bucket, AccessControlPolicy: { Grants, Owner } });
    await s3.putBucketOwnershipControls({
      Bucket,
      OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] },
    });
    assert.equal((await failure(s3.putObject({ Bucket, Key: 'a', ACL: 'public-read' }))).name, 'NotImplemented');
  });

  test('what there is none of is said so, and cannot be put', async () => {
    const { s3 } = fixture;
    const Bucket = await fixture.bucket();
    assert.equal((await failure(s3.getBucketWebsite({ Bucket }))).name, 'NoSuchWebsiteConfiguration');
    assert.equal((await failure(s3.getBucketLifecycleConfiguration({ Bucket }))).name, 'NoSuchLifecycleConfiguration');
    assert.equal((await failure(s3.getBucketReplication({ Bucket }))).name, 'ReplicationConfigurationNotFoundError');
    assert.equal(
      (await failure(s3.getObjectLockConfiguration({ Bucket }))).name,
      'ObjectLockConfigurationNotFoundError',
    );
    assert.equal((await s3.getBucketRequestPayment({ Bucket })).Payer, 'BucketOwner');
    assert.equal((await s3.getBucketAccelerateConfiguration({ Bucket })).Status, undefined);
    assert.equal((await s3.getBucketLogging({ Bucket })).LoggingEnabled, undefined);
    assert.equal((await s3.getBucketVersioning({ Bucket })).Status, undefined);
    assert.deepEqual((await s3.getBucketNotificationConfiguration({ Bucket })).LambdaFunctionConfigurations, undefined);
    await s3.putBucketNotificationConfiguration({ Bucket, NotificationConfiguration: {} });
    const notified = {
      QueueConfigurations: [
        { QueueArn: 'arn:aws:sqs:us-east-1:000000000000:q', Events: ['s3:ObjectCreated:*' as const] },
      ],
    };
    assert.match(
      String(
        (await failure(s3.putBucketNotificationConfiguration({ Bucket, NotificationConfiguration: notified }))).message,
      ),
      /QueueConfigurations/,
    );
    const website = await failure(
      s3.putBucketWebsite({ Bucket, WebsiteConfiguration: { IndexDocument: { Suffix: 'index.html' } } }),
    );
    assert.match(String(website.message), /PutBucketWebsite/);
    await s3.deleteBucketWebsite({ Bucket });
    await s3.deleteBucketLifecycle({ Bucket });
  });
});
