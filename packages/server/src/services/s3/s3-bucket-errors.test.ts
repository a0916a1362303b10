import type { S3 } from '@aws-sdk/client-s3';
import { useS3 } from './s3.fixture.ts';
import { describeErrors, type ErrorText, versioned } from './s3-errors.fixture.ts';

const fixture = useS3();
const MALFORMED_XML = 'The XML you provided was not well-formed or did not validate against our published schema';

const BUCKETS: readonly ErrorText[] = [
  {
    code: 'NoSuchBucket',
    status: 404,
    message: 'The specified bucket does not exist',
    members: () => ({ BucketName: 'absent-bucket' }),
    call: (s3) => s3.listObjectsV2({ Bucket: 'absent-bucket' }),
  },
  {
    code: 'InvalidBucketName',
    status: 400,
    message: 'The specified bucket is not valid.',
    members: () => ({ BucketName: 'Upper_Case' }),
    call: (s3) => s3.createBucket({ Bucket: 'Upper_Case' }),
  },
  {
    code: 'BucketAlreadyExists',
    status: 409,
    message:
      'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.',
    members: (BucketName) => ({ BucketName }),
    call: (_, Bucket) => stranger().createBucket({ Bucket }),
  },
  {
    code: 'BucketAlreadyOwnedByYou',
    status: 409,
    message: 'Your previous request to create the named bucket succeeded and you already own it.',
    members: (BucketName) => ({ BucketName }),
    call: (_, Bucket) =>
      fixture
        .client({ region: 'eu-west-1' })
        .createBucket({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }),
  },
  {
    code: 'BucketNotEmpty',
    status: 409,
    message: 'The bucket you tried to delete is not empty',
    members: (BucketName) => ({ BucketName }),
    call: (s3, Bucket) => s3.deleteBucket({ Bucket }),
  },
  {
    code: 'BucketNotEmpty',
    status: 409,
    message: 'The bucket you tried to delete is not empty. You must delete all versions in the bucket.',
    call: async (s3, Bucket) => {
      await versioned(s3, Bucket);
      return s3.deleteBucket({ Bucket });
    },
  },
  {
    code: 'IllegalLocationConstraintException',
    status: 400,
    message:
      'The eu-west-1 location constraint is incompatible for the region specific endpoint this request was sent to.',
    call: () =>
      fixture.client({ region: 'eu-central-1' }).createBucket({
        Bucket: 'elsewhere',
        CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' },
      }),
  },
  {
    code: 'InvalidLocationConstraint',
    status: 400,
    message: 'The specified location-constraint is not valid',
    call: (s3) =>
      s3.createBucket({ Bucket: 'moon', CreateBucketConfiguration: { LocationConstraint: 'moon' as 'EU' } }),
  },
  {
    code: 'AccessDenied',
    status: 403,
    message: 'Access Denied',
    call: (s3, Bucket) => s3.listObjectsV2({ Bucket, ExpectedBucketOwner: '999999999999' }),
  },
  {
    code: 'MalformedXML',
    status: 400,
    message: MALFORMED_XML,
    call: (s3, Bucket) => s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status: 'On' as 'Enabled' } }),
  },
  {
    code: 'NoSuchTagSet',
    status: 404,
    message: 'The TagSet does not exist',
    call: (s3, Bucket) => s3.getBucketTagging({ Bucket }),
  },
  {
    code: 'NoSuchCORSConfiguration',
    status: 404,
    message: 'The CORS configuration does not exist',
    call: (s3, Bucket) => s3.getBucketCors({ Bucket }),
  },
  {
    code: 'NoSuchBucketPolicy',
    status: 404,
    message: 'The bucket policy does not exist',
    call: (s3, Bucket) => s3.getBucketPolicy({ Bucket }),
  },
  {
    code: 'NoSuchLifecycleConfiguration',
    status: 404,
    message: 'The lifecycle configuration does not exist',
    call: (s3, Bucket) => s3.getBucketLifecycleConfiguration({ Bucket }),
  },
  {
    code: 'NoSuchPublicAccessBlockConfiguration',
    status: 404,
    message: 'The public access block configuration was not found',
    call: async (s3, Bucket) => {
      await s3.deletePublicAccessBlock({ Bucket });
      return s3.getPublicAccessBlock({ Bucket });
    },
  },
];

function stranger(): S3 {
  return fixture.client({ credentials: { accessKeyId: '222222222222', secretAccessKey: 'x' } });
}

describeErrors(fixture, 'buckets', BUCKETS);
