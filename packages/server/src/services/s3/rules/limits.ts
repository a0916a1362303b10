/** S3 user guide, "Amazon S3 multipart upload limits" and "Uploading objects". */
export const MAX_PUT_BYTES = 5 * 1024 ** 3;
export const MIN_PART_BYTES = 5 * 1024 ** 2;
export const MAX_PART_NUMBER = 10_000;
/** Keys, versions, uploads or parts in one answer. */
export const MAX_PAGE = 1000;
/** Names and values of `x-amz-meta-` headers, in UTF-8 (S3 user guide, "Working with object metadata"). */
export const MAX_METADATA_BYTES = 2048;
/** S3 user guide, "Bucket policies": 20 KB. */
export const MAX_POLICY_BYTES = 20 * 1024;
/** DeleteObjects with 1,000 keys of 1,024 characters, each written as references, has some 6 MB; CompleteMultipartUpload less. */
export const MAX_XML_BYTES = 8 * 1024 ** 2;
