import { entityTooSmall, invalidPart, invalidPartOrder, invalidRequest, malformedXml } from '../errors.ts';
import type { Algorithm, ChecksumMembers, ChecksumType } from './checksums.ts';
import { unquoted } from './etags.ts';
import { MAX_PART_NUMBER, MIN_PART_BYTES } from './limits.ts';

/** A part that was uploaded. */
export interface UploadedPart {
  readonly number: number;
  readonly etag: string;
  readonly size: number;
  readonly checksum: string | null;
}

/** A part as CompleteMultipartUpload names it. */
export interface NamedPart extends ChecksumMembers {
  readonly PartNumber?: number | undefined;
  readonly ETag?: string | undefined;
}

export interface CompletionRules {
  readonly uploadId: string;
  /** What the upload was begun with; null when it named none. */
  readonly checksum: { readonly algorithm: Algorithm; readonly type: ChecksumType } | null;
}

/** The uploaded parts that make the object, in order. Throws S3's errors. */
export function selectParts<Part extends UploadedPart>(
  named: readonly NamedPart[],
  uploaded: readonly Part[],
  rules: CompletionRules,
): Part[] {
  if (named.length === 0) throw invalidRequest('You must specify at least one part');
  if (named.length > MAX_PART_NUMBER) throw malformedXml();
  const byNumber = new Map(uploaded.map((part) => [part.number, part]));
  checkOrder(named, rules.uploadId);
  const parts = named.map((name) => partNamed(name, byNumber, rules));
  for (const part of parts.slice(0, -1)) {
    if (part.size < MIN_PART_BYTES)
      throw entityTooSmall(part.size, MIN_PART_BYTES, { PartNumber: part.number, ETag: part.etag });
  }
  return parts;
}

function checkOrder(named: readonly NamedPart[], uploadId: string): void {
  let previous = 0;
  for (const { PartNumber, ETag } of named) {
    if (PartNumber === undefined || ETag === undefined) throw malformedXml();
    if (PartNumber <= previous) throw invalidPartOrder(uploadId);
    previous = PartNumber;
  }
}

function partNamed<Part extends UploadedPart>(
  name: NamedPart,
  byNumber: ReadonlyMap<number, Part>,
  { uploadId, checksum }: CompletionRules,
): Part {
  const { PartNumber = 0, ETag = '' } = name;
  const part = byNumber.get(PartNumber);
  if (!part || part.etag !== unquoted(ETag)) throw invalidPart({ UploadId: uploadId, PartNumber, ETag });
  if (!checksum) return part;
  const stated = name[`Checksum${checksum.algorithm}`];
  if (stated === undefined && checksum.type === 'COMPOSITE') {
    throw invalidRequest(
      `The upload was created using a ${checksum.algorithm.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${PartNumber} in the request.`,
    );
  }
  if (stated !== undefined && stated !== part.checksum) throw invalidPart({ UploadId: uploadId, PartNumber, ETag });
  return part;
}
