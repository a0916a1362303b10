import type { CopyObjectCommandInput } from '@aws-sdk/client-s3';
import { archived, invalidArgument, invalidRequest, noSuchKey } from '../errors.ts';
import { bucketMeant, type S3Call, versionOf } from '../lookup.ts';
import { checksumOf } from '../objects/answers.ts';
import { copyObjectBytes, copySource, type Source } from '../objects/copy.ts';
import {
  COPY_SOURCE_KEY_MEMBERS,
  CUSTOMER_KEY_MEMBERS,
  DEFAULT_ENCRYPTION,
  KMS_MEMBERS,
  OBJECT_LOCK_MEMBERS,
} from '../objects/encryption.ts';
import { type Properties, propertiesOf, type StoredHeaders, storedHeaders } from '../objects/properties.ts';
import { guardOf, wholeObject } from '../objects/put.ts';
import { operation } from '../operation.ts';
import { asAlgorithm, checksumMembers, DEFAULT_ALGORITHM } from '../rules/checksums.ts';
import { quoted } from '../rules/etags.ts';
import { keyText } from '../rules/keys.ts';
import { MAX_PUT_BYTES } from '../rules/limits.ts';
import type { BucketRow } from '../store/tables.ts';

/** A source that is replaced meanwhile is read again. */
const MAX_ATTEMPTS = 5;

export const CopyObject = operation(
  'CopyObject',
  async (call, input) => {
    const bucket = await bucketMeant(call, input);
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const source = await copySource(call, input);
      checkCopy(input, bucket, source);
      const copied = await copy(call, input, bucket, source);
      if (!copied) continue;
      return {
        CopyObjectResult: copied.result,
        ServerSideEncryption: DEFAULT_ENCRYPTION as 'AES256',
        ...(copied.versionId === undefined ? {} : { VersionId: copied.versionId }),
        ...(source.bucket.versioning === ''
          ? {}
          : { CopySourceVersionId: versionOf(source.bucket, source.version).VersionId }),
      };
    }
    throw noSuchKey(input.CopySource!);
  },
  {
    refuses: [
      ...CUSTOMER_KEY_MEMBERS,
      ...COPY_SOURCE_KEY_MEMBERS,
      ...KMS_MEMBERS,
      ...OBJECT_LOCK_MEMBERS,
      'AnnotationDirective',
    ],
  },
);

async function copy(call: S3Call, input: CopyObjectCommandInput, bucket: BucketRow, { version }: Source) {
  const properties = await copiedProperties(call, input, bucket, version);
  const guard = await guardOf(call, bucket, input, properties.key);
  const kept = checksumOf(version);
  const algorithm = asAlgorithm(input.ChecksumAlgorithm ?? kept?.algorithm ?? DEFAULT_ALGORITHM);
  if (version.sha256 !== null && kept?.algorithm === algorithm && kept.type === 'FULL_OBJECT') {
    const { sha256, size, etag } = version;
    const copy = {
      ...wholeObject(call, properties, { sha256, data: null, size, etag }, kept),
      sha256,
    };
    const written = await call.service.objects.putCopy(bucket, version, copy, guard);
    return (
      written && {
        ...written,
        result: { ETag: quoted(etag), LastModified: new Date(copy.modifiedAt), ...checksumMembers(kept) },
      }
    );
  }
  const received = await copyObjectBytes(call, version, algorithm);
  if (!received) return null;
  const checksum = { algorithm, type: 'FULL_OBJECT', value: received.checksum } as const;
  const copy = wholeObject(call, properties, received, checksum);
  const written = await call.service.objects.put(bucket, copy, guard);
  return {
    ...written,
    result: { ETag: quoted(received.etag), LastModified: new Date(copy.modifiedAt), ...checksumMembers(checksum) },
  };
}

/** Headers and tags come from the source unless they are to be replaced; the storage class never does. */
async function copiedProperties(
  call: S3Call,
  input: CopyObjectCommandInput,
  bucket: BucketRow,
  source: Source['version'],
): Promise<Properties> {
  const { MetadataDirective = 'COPY', TaggingDirective = 'COPY' } = input;
  if (TaggingDirective === 'COPY' && input.Tagging !== undefined)
    throw invalidArgument(
      'The tagging directive must be REPLACE when tags are given.',
      'x-amz-tagging-directive',
      TaggingDirective,
    );
  const given = await propertiesOf(call, bucket, input);
  const { WebsiteRedirectLocation: _, ...headers }: StoredHeaders = storedHeaders(source);
  const copied = JSON.stringify({ ...headers, WebsiteRedirectLocation: input.WebsiteRedirectLocation });
  return {
    ...given,
    ...(MetadataDirective === 'COPY' ? { headers: copied } : {}),
    ...(TaggingDirective === 'COPY' ? { tags: source.tags } : {}),
  };
}

function checkCopy(input: CopyObjectCommandInput, bucket: BucketRow, { version }: Source): void {
  const { MetadataDirective, StorageClass, WebsiteRedirectLocation, ServerSideEncryption } = input;
  if (version.storageClass === 'GLACIER' || version.storageClass === 'DEEP_ARCHIVE')
    throw archived(version.storageClass);
  if (version.size > MAX_PUT_BYTES)
    throw invalidRequest(
      `The specified copy source is larger than the maximum allowable size for a copy source: ${MAX_PUT_BYTES}`,
    );
  const changes =
    MetadataDirective === 'REPLACE' ||
    [StorageClass, WebsiteRedirectLocation, ServerSideEncryption].some((member) => member !== undefined);
  const ontoItself = version.bucketId === bucket.id && keyText(version.key) === input.Key && version.isLatest === 1;
  if (ontoItself && !changes) {
    throw invalidRequest(
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  }
}
