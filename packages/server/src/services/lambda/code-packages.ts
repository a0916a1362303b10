import { inspectZip, InvalidZipError } from '../../engine/code/zip.ts';
import type { Host } from '../service.ts';
import type { PutOptions } from '../../storage/blobs.ts';
import { invalidParameter, requestTooLarge } from './errors.ts';
import type { CodePackage, Definition } from './function-version.ts';
import { LIMITS } from './rules/limits.ts';

/** Puts an uploaded zip into the blobs. Throws AWS's errors for what is too large or no zip. */
export async function storePackage(host: Host, zip: Uint8Array): Promise<CodePackage> {
  if (zip.byteLength > LIMITS.zipBytes)
    throw requestTooLarge(`Zipped size must be smaller than ${LIMITS.zipBytes} bytes`);
  return storeZip(host, zip);
}

/** Puts a zip of any size up to `limit` into the blobs. Throws AWS's errors for what is no zip. */
export async function storeZip(
  { blobs }: Host,
  zip: Uint8Array | AsyncIterable<Uint8Array>,
  limit?: PutOptions['limit'],
): Promise<CodePackage> {
  const { sha256, size } = await blobs.put(zip, limit ? { limit } : {});
  try {
    const { unzippedBytes } = await inspectZip(blobs.path(sha256));
    return { sha256, size, unzippedSize: unzippedBytes };
  } catch (error) {
    if (error instanceof InvalidZipError) throw invalidParameter(error.message);
    throw error;
  }
}

/** Code and layers together have to fit, not only each of them. */
export function checkUnzippedSize({ code, layers }: Pick<Definition, 'code' | 'layers'>): void {
  const total = layers.reduce((sum, layer) => sum + layer.unzippedSize, code.unzippedSize);
  if (total > LIMITS.unzippedBytes)
    throw invalidParameter(`Unzipped size must be smaller than ${LIMITS.unzippedBytes} bytes`);
}
