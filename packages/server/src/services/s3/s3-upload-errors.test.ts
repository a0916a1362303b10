import type { S3 } from '@aws-sdk/client-s3';
import { useS3 } from './s3.fixture.ts';
import { describeErrors, type ErrorText } from './s3-errors.fixture.ts';

const fixture = useS3();
const NO_ETAG = '"00000000000000000000000000000000"';
const NO_SUCH_UPLOAD =
  'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.';
const NO_SUCH_PART =
  "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.";

const UPLOADS: readonly ErrorText[] = [
  {
    code: 'NoSuchUpload',
    status: 404,
    message: NO_SUCH_UPLOAD,
    members: () => ({ UploadId: 'none' }),
    call: (s3, Bucket) => s3.uploadPart({ Bucket, Key: 'p', UploadId: 'none', PartNumber: 1, Body: 'x' }),
  },
  {
    code: 'EntityTooSmall',
    status: 400,
    message: 'Your proposed upload is smaller than the minimum allowed size',
    members: () => ({ ProposedSize: '4', MinSizeAllowed: '5242880', PartNumber: '1' }),
    call: (s3, Bucket) => completed(s3, Bucket, (parts) => parts),
  },
  {
    code: 'InvalidPart',
    status: 400,
    message: NO_SUCH_PART,
    call: (s3, Bucket) => completed(s3, Bucket, ([one]) => [{ ...one, ETag: NO_ETAG }]),
  },
  {
    code: 'InvalidPartOrder',
    status: 400,
    message: 'The list of parts was not in ascending order. Parts must be ordered by part number.',
    call: (s3, Bucket) => completed(s3, Bucket, (parts) => parts.toReversed()),
  },
  {
    code: 'InvalidRequest',
    status: 400,
    message: 'You must specify at least one part',
    call: (s3, Bucket) => completed(s3, Bucket, () => []),
  },
  {
    code: 'InvalidArgument',
    status: 400,
    message: 'Part number must be an integer between 1 and 10000, inclusive',
    members: () => ({ ArgumentName: 'partNumber', ArgumentValue: '0' }),
    call: (s3, Bucket) => s3.uploadPart({ Bucket, Key: 'p', UploadId: 'any', PartNumber: 0, Body: 'x' }),
  },
];

interface Part {
  readonly PartNumber?: number;
  readonly ETag?: string | undefined;
}

/** Completes an upload of two small parts by those that `choose` makes of them. */
async function completed(s3: S3, Bucket: string, choose: (parts: Part[]) => Part[]): Promise<unknown> {
  const { UploadId } = await s3.createMultipartUpload({ Bucket, Key: 'p' });
  const parts: Part[] = [];
  for (const PartNumber of [1, 2]) {
    const { ETag } = await s3.uploadPart({ Bucket, Key: 'p', UploadId, PartNumber, Body: 'part' });
    parts.push({ PartNumber, ETag });
  }
  return s3.completeMultipartUpload({ Bucket, Key: 'p', UploadId, MultipartUpload: { Parts: choose(parts) } });
}

describeErrors(fixture, 'uploads', UPLOADS);
