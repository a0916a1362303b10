import { bucketMeant } from '../lookup.ts';
import { encoderOf, listedObject, listingHead } from '../objects/listing-answers.ts';
import { endOf, listCurrent } from '../objects/list-objects.ts';
import { operation } from '../operation.ts';
import { decodeToken, encodeToken, pageSize } from '../rules/page-tokens.ts';

export const ListObjectsV2 = operation('ListObjectsV2', async (call, input) => {
  const { ContinuationToken, StartAfter, FetchOwner = false } = input;
  const max = pageSize(input.MaxKeys, 'max-keys');
  const after =
    ContinuationToken !== undefined ? decodeToken(ContinuationToken) : StartAfter ? Buffer.from(StartAfter) : null;
  const bucket = await bucketMeant(call, input);
  const page = await listCurrent(call, bucket, input, after, max);
  const encode = encoderOf(input);
  return {
    Name: bucket.name,
    ...listingHead(input, page.commonPrefixes),
    MaxKeys: max,
    KeyCount: page.rows.length + page.commonPrefixes.length,
    IsTruncated: page.isTruncated,
    Contents: page.rows.map((row) => listedObject(row, encode, FetchOwner)),
    ...(ContinuationToken === undefined ? {} : { ContinuationToken }),
    ...(StartAfter === undefined ? {} : { StartAfter: encode(StartAfter) }),
    ...(page.isTruncated ? { NextContinuationToken: encodeToken(endOf(page)) } : {}),
  };
});
