/**
 * S3's answers whose root element is not the output shape's name (the S3 API reference's response syntax). `''` is the
 * unwrapped answer of GetBucketLocation: the constraint is the root's text.
 */
const ROOTS: Readonly<Record<string, string>> = {
  'S3.CompleteMultipartUpload': 'CompleteMultipartUploadResult',
  'S3.CreateMultipartUpload': 'InitiateMultipartUploadResult',
  'S3.CreateSession': 'CreateSessionResult',
  'S3.DeleteObjects': 'DeleteResult',
  'S3.GetBucketAccelerateConfiguration': 'AccelerateConfiguration',
  'S3.GetBucketAcl': 'AccessControlPolicy',
  'S3.GetBucketCors': 'CORSConfiguration',
  'S3.GetBucketLifecycleConfiguration': 'LifecycleConfiguration',
  'S3.GetBucketLocation': '',
  'S3.GetBucketLogging': 'BucketLoggingStatus',
  'S3.GetBucketNotificationConfiguration': 'NotificationConfiguration',
  'S3.GetBucketRequestPayment': 'RequestPaymentConfiguration',
  'S3.GetBucketTagging': 'Tagging',
  'S3.GetBucketVersioning': 'VersioningConfiguration',
  'S3.GetBucketWebsite': 'WebsiteConfiguration',
  'S3.GetObjectAcl': 'AccessControlPolicy',
  'S3.GetObjectAttributes': 'GetObjectAttributesResponse',
  'S3.GetObjectTagging': 'Tagging',
  'S3.ListBuckets': 'ListAllMyBucketsResult',
  'S3.ListDirectoryBuckets': 'ListAllMyDirectoryBucketsResult',
  'S3.ListMultipartUploads': 'ListMultipartUploadsResult',
  'S3.ListObjectVersions': 'ListVersionsResult',
  'S3.ListObjects': 'ListBucketResult',
  'S3.ListObjectsV2': 'ListBucketResult',
  'S3.ListParts': 'ListPartsResult',
};

/** S3's XML namespace; its model gives none. */
const S3_NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

export function rootOf(serviceId: string, operation: string): string | undefined {
  return ROOTS[`${serviceId}.${operation}`];
}

export function namespaceOf(serviceId: string): string | undefined {
  return serviceId === 'S3' ? S3_NAMESPACE : undefined;
}
