import { MAX_UNZIPPED_BYTES } from '../../engine/code/zip.ts';
import { AwsError, notImplemented } from '../../kernel/errors.ts';
import { storePackage, storeZip } from './code-packages.ts';
import { invalidParameter } from './errors.ts';
import type { CodePackage } from './function-version.ts';
import type { LambdaCall } from './operation.ts';

/** Where the code of a function or a layer comes from: bytes in the request, or an object. */
export interface CodeSource {
  readonly ZipFile?: Uint8Array | undefined;
  readonly S3Bucket?: string | undefined;
  readonly S3Key?: string | undefined;
  readonly S3ObjectVersion?: string | undefined;
  readonly S3ObjectStorageMode?: string | undefined;
}

interface S3Object {
  readonly bucket: string;
  readonly key: string;
  readonly version: string | undefined;
}

/**
 * Puts the zip a request names into the blobs. `what` is `function code` or `layer content`, for AWS's text when there
 * is no source. An object is read with the caller's own permissions, as AWS does ("Deploying Lambda functions as .zip
 * file archives").
 */
export async function storeSource(call: LambdaCall, source: CodeSource, what: string): Promise<CodePackage> {
  const { ZipFile: zip, S3Bucket: bucket, S3Key: key, S3ObjectVersion: version } = source;
  if (source.S3ObjectStorageMode === 'REFERENCE') throw notImplemented('S3ObjectStorageMode REFERENCE');
  if (zip) {
    if (bucket ?? key ?? version)
      throw invalidParameter('Please do not provide other FunctionCode parameters when providing a ZipFile.');
    return storePackage(call.host, zip);
  }
  if (!bucket || !key) throw invalidParameter(`Please provide a source for ${what}.`);
  return storeObject(call, { bucket, key, version });
}

/** Streamed: an object may be five times as large as a zip that is sent directly. */
async function storeObject(call: LambdaCall, object: S3Object): Promise<CodePackage> {
  const body = await readObject(call, object);
  return storeZip(call.host, body, {
    bytes: MAX_UNZIPPED_BYTES,
    tooLarge: () => invalidParameter(`Unzipped size must be smaller than ${MAX_UNZIPPED_BYTES} bytes`),
  });
}

async function readObject(
  call: LambdaCall,
  { bucket, key, version }: S3Object,
): Promise<Uint8Array | AsyncIterable<Uint8Array>> {
  const { s3 } = call.host.aws(call, call.principal);
  try {
    const { Body: body } = await s3.GetObject({ Bucket: bucket, Key: key, ...(version ? { VersionId: version } : {}) });
    return body as unknown as Uint8Array | AsyncIterable<Uint8Array>;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw invalidParameter(
      `Error occurred while GetObject. S3 Error Code: ${error.code}. S3 Error Message: ${error.message}`,
    );
  }
}
