import { invalidArgument } from '../errors.ts';
import { type S3Call, nowInSeconds } from '../lookup.ts';
import { type Algorithm, DEFAULT_ALGORITHM } from '../rules/checksums.ts';
import { MAX_PART_NUMBER } from '../rules/limits.ts';
import type { UploadRow } from '../store/tables.ts';
import type { Received } from './incoming.ts';

/** Throws InvalidArgument. */
export function checkPartNumber(number: number | undefined): number {
  if (number !== undefined && number >= 1 && number <= MAX_PART_NUMBER) return number;
  throw invalidArgument('Part number must be an integer between 1 and 10000, inclusive', 'partNumber', number ?? '');
}

/** What the parts' checksums are computed in: what the upload was begun with, else S3's own. */
export function algorithmOf({ checksumAlgorithm }: UploadRow): Algorithm {
  return (checksumAlgorithm as Algorithm | null) ?? DEFAULT_ALGORITHM;
}

export async function storePart(
  call: S3Call,
  upload: UploadRow,
  number: number,
  { sha256, size, etag, checksum }: Received,
): Promise<{ readonly modifiedAt: number }> {
  const modifiedAt = nowInSeconds(call);
  await call.service.uploads.putPart(upload, {
    dataId: upload.dataId,
    number,
    sha256,
    size,
    start: 0,
    etag,
    modifiedAt,
    checksum,
  });
  return { modifiedAt };
}
