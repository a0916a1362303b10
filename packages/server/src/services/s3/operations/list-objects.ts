import { bucketMeant } from '../lookup.ts';
import { encoderOf, listedObject, listingHead } from '../objects/listing-answers.ts';
import { endOf, listCurrent } from '../objects/list-objects.ts';
import { operation } from '../operation.ts';
import { keyText } from '../rules/keys.ts';
import { pageSize } from '../rules/page-tokens.ts';

/** NextMarker comes with a delimiter only; without one the last key is the marker (S3 API reference, ListObjects). */
export const ListObjects = operation('ListObjects', async (call, input) => {
  const { Marker, Delimiter } = input;
  const max = pageSize(input.MaxKeys, 'max-keys');
  const bucket = await bucketMeant(call, input);
  const page = await listCurrent(call, bucket, input, Marker ? Buffer.from(Marker) : null, max);
  const encode = encoderOf(input);
  return {
    Name: bucket.name,
    ...listingHead(input, page.commonPrefixes),
    Marker: encode(Marker ?? ''),
    MaxKeys: max,
    IsTruncated: page.isTruncated,
    Contents: page.rows.map((row) => listedObject(row, encode, true)),
    ...(page.isTruncated && Delimiter ? { NextMarker: encode(keyText(endOf(page))) } : {}),
  };
});
