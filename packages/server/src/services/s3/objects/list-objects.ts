import type { S3Call } from '../lookup.ts';
import { type Listed, listPage } from '../rules/listing.ts';
import type { ListedVersion } from '../store/listings.ts';
import type { BucketRow } from '../store/tables.ts';
import type { ListingInput } from './listing-answers.ts';

/** A page of the current objects behind `after`, both ways of listing. */
export function listCurrent(
  call: S3Call,
  { id: bucketId }: BucketRow,
  input: ListingInput,
  after: Uint8Array | null,
  max: number,
): Promise<Listed<ListedVersion>> {
  const prefix = Buffer.from(input.Prefix ?? '');
  const delimiter = Buffer.from(input.Delimiter ?? '');
  return listPage({ prefix, delimiter, after, max }, (from, limit) =>
    call.service.listings.objects({ bucketId, prefix, after }, from, limit),
  );
}

/** The key or common prefix that a page ends with: the next one begins behind it. */
export function endOf({ last }: Listed<ListedVersion>): Uint8Array {
  if (!last) return new Uint8Array();
  return 'row' in last ? last.row.key : last.commonPrefix;
}
