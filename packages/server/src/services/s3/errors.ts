import { AwsError } from '../../kernel/errors.ts';

type Members = Readonly<Record<string, string | number>>;

/** S3's errors are many more than its model names ("List of error codes", S3 API reference). */
function s3Error(
  code: string,
  status: number,
  message: string,
  members: Members = {},
  headers: Readonly<Record<string, string>> = {},
): AwsError {
  return new AwsError(code, message, { status, fault: status < 500 ? 'client' : 'server', members, headers });
}

export const accessDenied = (message = 'Access Denied') => s3Error('AccessDenied', 403, message);
export const accessForbidden = (message: string, members: Members) => s3Error('AccessForbidden', 403, message, members);
export const aclNotSupported = () => s3Error('AccessControlListNotSupported', 400, 'The bucket does not allow ACLs');
export const badDigest = (what: string, members: Members = {}) =>
  s3Error(
    'BadDigest',
    400,
    `The ${what} you specified did not match ${what === 'Content-MD5' ? 'what we received.' : 'the calculated checksum.'}`,
    members,
  );
export const badRequest = (message: string) => s3Error('BadRequest', 400, message);
export const bucketAlreadyExists = (BucketName: string) =>
  s3Error(
    'BucketAlreadyExists',
    409,
    'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.',
    { BucketName },
  );
export const bucketAlreadyOwned = (BucketName: string) =>
  s3Error(
    'BucketAlreadyOwnedByYou',
    409,
    'Your previous request to create the named bucket succeeded and you already own it.',
    { BucketName },
  );
export const bucketNotEmpty = (BucketName: string, versioned: boolean) =>
  s3Error(
    'BucketNotEmpty',
    409,
    `The bucket you tried to delete is not empty${versioned ? '. You must delete all versions in the bucket.' : ''}`,
    { BucketName },
  );
export const checksumTypeMismatch = (expected: string, actual: string) =>
  s3Error(
    'InvalidRequest',
    400,
    `Checksum Type mismatch occurred, expected checksum Type: ${expected.toLowerCase()}, actual checksum Type: ${actual.toLowerCase()}`,
  );
export const conditionConflict = () =>
  s3Error(
    'ConditionalRequestConflict',
    409,
    'The conditional request cannot succeed due to a conflicting operation against this resource.',
  );
export const entityTooLarge = (ProposedSize: number, MaxSizeAllowed: number) =>
  s3Error('EntityTooLarge', 400, 'Your proposed upload exceeds the maximum allowed size', {
    ProposedSize,
    MaxSizeAllowed,
  });
export const entityTooSmall = (ProposedSize: number, MinSizeAllowed: number, members: Members = {}) =>
  s3Error('EntityTooSmall', 400, 'Your proposed upload is smaller than the minimum allowed size', {
    ProposedSize,
    MinSizeAllowed,
    ...members,
  });
export const headerNotImplemented = (Header: string) =>
  s3Error('NotImplemented', 501, 'A header you provided implies functionality that is not implemented', { Header });
export const illegalLocation = (constraint: string) =>
  s3Error(
    'IllegalLocationConstraintException',
    400,
    `The ${constraint} location constraint is incompatible for the region specific endpoint this request was sent to.`,
  );
export const invalidArgument = (message: string, ArgumentName?: string, ArgumentValue?: string | number) =>
  s3Error('InvalidArgument', 400, message, {
    ...(ArgumentName === undefined ? {} : { ArgumentName }),
    ...(ArgumentValue === undefined ? {} : { ArgumentValue }),
  });
export const invalidBucketName = (BucketName: string) =>
  s3Error('InvalidBucketName', 400, 'The specified bucket is not valid.', { BucketName });
export const invalidDigest = (value: string) =>
  s3Error('InvalidDigest', 400, 'The Content-MD5 you specified was invalid.', { 'Content-MD5': value });
export const invalidLocation = (LocationConstraint: string) =>
  s3Error('InvalidLocationConstraint', 400, 'The specified location-constraint is not valid', { LocationConstraint });
export const invalidPart = (members: Members = {}) =>
  s3Error(
    'InvalidPart',
    400,
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    members,
  );
export const invalidPartNumber = (PartNumberRequested: number, ActualPartCount: number) =>
  s3Error('InvalidPartNumber', 416, 'The requested partnumber is not satisfiable', {
    PartNumberRequested,
    ActualPartCount,
  });
export const invalidPartOrder = (UploadId: string) =>
  s3Error(
    'InvalidPartOrder',
    400,
    'The list of parts was not in ascending order. Parts must be ordered by part number.',
    { UploadId },
  );
export const invalidPolicyDocument = (message: string) =>
  s3Error('InvalidPolicyDocument', 400, `Invalid Policy: ${message}`);
export const invalidRange = (RangeRequested: string, ActualObjectSize: number) =>
  s3Error('InvalidRange', 416, 'The requested range is not satisfiable', { ActualObjectSize, RangeRequested });
export const invalidRequest = (message: string) => s3Error('InvalidRequest', 400, message);
export const invalidStorageClass = (StorageClassRequested: string) =>
  s3Error('InvalidStorageClass', 400, 'The storage class you specified is not valid', { StorageClassRequested });
export const invalidTag = (message: string, TagKey?: string) =>
  s3Error('InvalidTag', 400, message, TagKey === undefined ? {} : { TagKey });
export const invalidUri = (URI: string) => s3Error('InvalidURI', 400, "Couldn't parse the specified URI.", { URI });
export const keyTooLong = (Size: number, MaxSizeAllowed: number) =>
  s3Error('KeyTooLongError', 400, 'Your key is too long', { Size, MaxSizeAllowed });
export const malformedPolicy = (message: string) => s3Error('MalformedPolicy', 400, message);
export const malformedPost = (message: string) => s3Error('MalformedPOSTRequest', 400, message);
export const malformedXml = () =>
  s3Error(
    'MalformedXML',
    400,
    'The XML you provided was not well-formed or did not validate against our published schema',
  );
export const messageTooLong = () => s3Error('MaxMessageLengthExceeded', 400, 'Your request was too big.');
export const metadataTooLarge = (Size: number, MaxSizeAllowed: number) =>
  s3Error('MetadataTooLarge', 400, 'Your metadata headers exceed the maximum allowed metadata size', {
    Size,
    MaxSizeAllowed,
  });
export const missingLength = () =>
  s3Error('MissingContentLength', 411, 'You must provide the Content-Length HTTP header.');
export const noSuchBucket = (BucketName: string) =>
  s3Error('NoSuchBucket', 404, 'The specified bucket does not exist', { BucketName });
export const noSuchKey = (Key: string) => s3Error('NoSuchKey', 404, 'The specified key does not exist.', { Key });
export const noSuchUpload = (UploadId: string) =>
  s3Error(
    'NoSuchUpload',
    404,
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    { UploadId },
  );
export const noSuchVersion = (Key: string, VersionId: string) =>
  s3Error('NoSuchVersion', 404, 'The specified version does not exist.', { Key, VersionId });
export const notModified = (headers: Readonly<Record<string, string>>) =>
  s3Error('NotModified', 304, 'Not Modified', {}, headers);
export const preconditionFailed = (Condition: string) =>
  s3Error('PreconditionFailed', 412, 'At least one of the pre-conditions you specified did not hold', { Condition });

/** The latest version is a delete marker: as if there were no such key. */
export const markerIsLatest = (Key: string, versionId: string) =>
  s3Error(
    'NoSuchKey',
    404,
    'The specified key does not exist.',
    { Key },
    { 'x-amz-delete-marker': 'true', 'x-amz-version-id': versionId },
  );
/** A delete marker was asked for by its id. */
export const markerHasNoData = (Method: string, lastModified: Date, versionId: string) =>
  s3Error(
    'MethodNotAllowed',
    405,
    'The specified method is not allowed against this resource.',
    { Method, ResourceType: 'DeleteMarker' },
    {
      'x-amz-delete-marker': 'true',
      'x-amz-version-id': versionId,
      allow: 'DELETE',
      'last-modified': lastModified.toUTCString(),
    },
  );

/** What a bucket has not been configured with. */
const MISSING = {
  NoSuchTagSet: 'The TagSet does not exist',
  NoSuchCORSConfiguration: 'The CORS configuration does not exist',
  NoSuchBucketPolicy: 'The bucket policy does not exist',
  NoSuchLifecycleConfiguration: 'The lifecycle configuration does not exist',
  NoSuchPublicAccessBlockConfiguration: 'The public access block configuration was not found',
  NoSuchWebsiteConfiguration: 'The specified bucket does not have a website configuration',
  OwnershipControlsNotFoundError: 'The bucket ownership controls were not found',
  ReplicationConfigurationNotFoundError: 'The replication configuration was not found',
  ObjectLockConfigurationNotFoundError: 'Object Lock configuration does not exist for this bucket',
} as const;

export const notConfigured = (code: keyof typeof MISSING, BucketName: string) =>
  s3Error(code, 404, MISSING[code], { BucketName });

/** What is in an archive would have to be restored first. */
export const archived = (StorageClass: string) =>
  s3Error('InvalidObjectState', 403, "The operation is not valid for the object's storage class", { StorageClass });
