import { operation } from '../operation.ts';
import { ownerOf } from '../rules/owners.ts';
import { decodeToken, encodeToken } from '../rules/page-tokens.ts';

/** All of an account's buckets come at once unless a page size is asked for; 10,000 is the quota. */
const MAX_BUCKETS = 10_000;

export const ListBuckets = operation(
  'ListBuckets',
  async (call, { MaxBuckets = MAX_BUCKETS, ContinuationToken, Prefix, BucketRegion }) => {
    const after = ContinuationToken === undefined ? undefined : decodeToken(ContinuationToken).toString();
    const found = await call.service.buckets.list({
      account: call.account,
      prefix: Prefix,
      region: BucketRegion,
      after,
      limit: MaxBuckets + 1,
    });
    const page = found.slice(0, MaxBuckets);
    const Buckets = page.map(({ name, region, createdAt }) => ({
      Name: name,
      CreationDate: new Date(createdAt),
      BucketRegion: region,
      BucketArn: `arn:aws:s3:::${name}`,
    }));
    return {
      Buckets,
      Owner: ownerOf(call.account),
      ...(Prefix === undefined ? {} : { Prefix }),
      ...(found.length > page.length ? { ContinuationToken: encodeToken(Buffer.from(page.at(-1)!.name)) } : {}),
    };
  },
);
