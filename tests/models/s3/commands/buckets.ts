import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { agree, Refusal } from '../../agree.ts';
import { often } from '../../model-run.ts';
import { BucketModel } from '../s3-model.ts';
import { bucketNumber, s3Command } from '../real-s3.ts';

/** In us-east-1 creating what one owns succeeds and changes nothing. */
const createBucket = s3Command('createBucket', bucketNumber, async (model, real, number) => {
  await real.client.createBucket({ Bucket: real.bucket(number) });
  if (!model.buckets.has(number)) model.buckets.set(number, new BucketModel());
});

const deleteBucket = s3Command('deleteBucket', bucketNumber, async (model, real, number) => {
  await agree(
    () => {
      if (model.bucket(number).keys.size > 0) throw new Refusal('BucketNotEmpty');
      model.buckets.delete(number);
    },
    () => real.client.deleteBucket({ Bucket: real.bucket(number) }),
  );
});

const headBucket = s3Command('headBucket', bucketNumber, async (model, real, number) => {
  const exists = await real.client.headBucket({ Bucket: real.bucket(number) }).then(
    () => true,
    (error: Error) => (assert.equal(error.name, 'NotFound'), false),
  );
  assert.equal(exists, model.buckets.has(number));
});

const listBuckets = s3Command('listBuckets', fc.constant(null), async (model, real) => {
  const { Buckets = [] } = await real.client.listBuckets({});
  assert.deepEqual(
    Buckets.map(({ Name }) => Name),
    [...model.buckets.keys()].toSorted((a, b) => a - b).map((number) => real.bucket(number)),
  );
});

const putVersioning = s3Command(
  'putBucketVersioning',
  fc.record({ number: bucketNumber, Status: fc.constantFrom('Enabled' as const, 'Suspended' as const) }),
  async (model, real, { number, Status }) => {
    await agree(
      () => void (model.bucket(number).versioning = Status),
      () => real.client.putBucketVersioning({ Bucket: real.bucket(number), VersioningConfiguration: { Status } }),
    );
  },
);

const getVersioning = s3Command('getBucketVersioning', bucketNumber, async (model, real, number) => {
  const both = await agree(
    () => model.bucket(number).versioning,
    () => real.client.getBucketVersioning({ Bucket: real.bucket(number) }),
  );
  if (both) assert.equal(both.actual.Status ?? '', both.expected);
});

export const bucketCommands = [
  ...often(4, createBucket),
  deleteBucket,
  headBucket,
  listBuckets,
  ...often(3, putVersioning),
  getVersioning,
];
