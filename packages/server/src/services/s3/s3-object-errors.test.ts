import { useS3 } from './s3.fixture.ts';
import { describeErrors, type ErrorText, versioned } from './s3-errors.fixture.ts';

const fixture = useS3();
const NO_ETAG = '"00000000000000000000000000000000"';
const TO_ITSELF =
  "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.";
const PRECONDITION = 'At least one of the pre-conditions you specified did not hold';
const NOT_IMPLEMENTED = 'A header you provided implies functionality that is not implemented';

const OBJECTS: readonly ErrorText[] = [
  {
    code: 'NoSuchKey',
    status: 404,
    message: 'The specified key does not exist.',
    members: () => ({ Key: 'none' }),
    call: (s3, Bucket) => s3.getObject({ Bucket, Key: 'none' }),
  },
  {
    code: 'InvalidRange',
    status: 416,
    message: 'The requested range is not satisfiable',
    members: () => ({ ActualObjectSize: '5', RangeRequested: 'bytes=9-' }),
    call: (s3, Bucket) => s3.getObject({ Bucket, Key: 'a', Range: 'bytes=9-' }),
  },
  {
    code: 'BadDigest',
    status: 400,
    message: 'The Content-MD5 you specified did not match what we received.',
    call: (s3, Bucket) => s3.putObject({ Bucket, Key: 'b', Body: 'other', ContentMD5: 'XUFAKrxLKna5cZ2REBfFkg==' }),
  },
  {
    code: 'BadDigest',
    status: 400,
    message: 'The CRC32 you specified did not match the calculated checksum.',
    call: (s3, Bucket) => s3.putObject({ Bucket, Key: 'b', Body: 'hello', ChecksumCRC32: 'AAAAAA==' }),
  },
  {
    code: 'InvalidDigest',
    status: 400,
    message: 'The Content-MD5 you specified was invalid.',
    call: (s3, Bucket) => s3.putObject({ Bucket, Key: 'b', Body: 'hello', ContentMD5: 'short' }),
  },
  {
    code: 'InvalidRequest',
    status: 400,
    message: TO_ITSELF,
    call: (s3, Bucket) => s3.copyObject({ Bucket, Key: 'a', CopySource: `${Bucket}/a` }),
  },
  {
    code: 'InvalidTag',
    status: 400,
    message: 'Cannot provide multiple Tags with the same key',
    members: () => ({ TagKey: 'k' }),
    call: (s3, Bucket) =>
      s3.putObjectTagging({
        Bucket,
        Key: 'a',
        Tagging: {
          TagSet: [
            { Key: 'k', Value: '1' },
            { Key: 'k', Value: '2' },
          ],
        },
      }),
  },
  {
    code: 'PreconditionFailed',
    status: 412,
    message: PRECONDITION,
    members: () => ({ Condition: 'If-None-Match' }),
    call: (s3, Bucket) => s3.putObject({ Bucket, Key: 'a', Body: 'x', IfNoneMatch: '*' }),
  },
  {
    code: 'PreconditionFailed',
    status: 412,
    message: PRECONDITION,
    members: () => ({ Condition: 'If-Match' }),
    call: (s3, Bucket) => s3.putObject({ Bucket, Key: 'a', Body: 'x', IfMatch: NO_ETAG }),
  },
  {
    code: 'NoSuchKey',
    status: 404,
    message: 'The specified key does not exist.',
    call: (s3, Bucket) => s3.putObject({ Bucket, Key: 'none', Body: 'x', IfMatch: NO_ETAG }),
  },
  {
    code: 'PreconditionFailed',
    status: 412,
    message: PRECONDITION,
    members: () => ({ Condition: 'If-Match' }),
    call: (s3, Bucket) => s3.getObject({ Bucket, Key: 'a', IfMatch: NO_ETAG }),
  },
  {
    code: 'PreconditionFailed',
    status: 412,
    message: PRECONDITION,
    members: () => ({ Condition: 'If-Unmodified-Since' }),
    call: (s3, Bucket) => s3.getObject({ Bucket, Key: 'a', IfUnmodifiedSince: new Date(0) }),
  },
  {
    code: 'PreconditionFailed',
    status: 412,
    message: PRECONDITION,
    members: () => ({ Condition: 'If-Match' }),
    call: (s3, Bucket) => s3.deleteObject({ Bucket, Key: 'a', IfMatch: NO_ETAG }),
  },
  {
    code: 'PreconditionFailed',
    status: 412,
    message: PRECONDITION,
    members: () => ({ Condition: 'x-amz-copy-source-If-Match' }),
    call: (s3, Bucket) => s3.copyObject({ Bucket, Key: 'b', CopySource: `${Bucket}/a`, CopySourceIfMatch: NO_ETAG }),
  },
  {
    code: 'PreconditionFailed',
    status: 412,
    message: PRECONDITION,
    members: () => ({ Condition: 'x-amz-copy-source-If-Modified-Since' }),
    call: (s3, Bucket) =>
      s3.copyObject({
        Bucket,
        Key: 'b',
        CopySource: `${Bucket}/a`,
        CopySourceIfModifiedSince: new Date(Date.now() + 3_600_000),
      }),
  },
  {
    code: 'NotImplemented',
    status: 501,
    message: NOT_IMPLEMENTED,
    members: () => ({ Header: 'If-None-Match' }),
    call: (s3, Bucket) => s3.putObject({ Bucket, Key: 'a', Body: 'x', IfNoneMatch: NO_ETAG }),
  },
  {
    code: 'NotImplemented',
    status: 501,
    message: NOT_IMPLEMENTED,
    members: () => ({ Header: 'If-Match' }),
    call: (s3, Bucket) => s3.putObject({ Bucket, Key: 'a', Body: 'x', IfMatch: NO_ETAG, IfNoneMatch: '*' }),
  },
];

const VERSIONS: readonly ErrorText[] = [
  {
    code: 'MethodNotAllowed',
    status: 405,
    message: 'The specified method is not allowed against this resource.',
    call: async (s3, Bucket) => {
      await versioned(s3, Bucket);
      const { VersionId } = await s3.deleteObject({ Bucket, Key: 'a' });
      return s3.getObject({ Bucket, Key: 'a', VersionId });
    },
  },
  {
    code: 'InvalidArgument',
    status: 400,
    message: 'Invalid version id specified',
    members: () => ({ ArgumentName: 'versionId', ArgumentValue: 'no-id' }),
    call: (s3, Bucket) => s3.getObject({ Bucket, Key: 'a', VersionId: 'no-id' }),
  },
  {
    code: 'NoSuchVersion',
    status: 404,
    message: 'The specified version does not exist.',
    members: () => ({ Key: 'a', VersionId: 'x'.repeat(32) }),
    call: (s3, Bucket) => s3.getObject({ Bucket, Key: 'a', VersionId: 'x'.repeat(32) }),
  },
];

describeErrors(fixture, 'objects', OBJECTS);
describeErrors(fixture, 'versions', VERSIONS);
