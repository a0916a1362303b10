import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { agree, Refusal } from '../../agree.ts';
import { often } from '../../model-run.ts';
import {
  type BucketModel,
  etagOf,
  multipartEtagOf,
  type S3Model,
  type Upload,
  type WriteConditions,
} from '../s3-model.ts';
import { bucketNumber, key, type RealS3, s3Command } from '../real-s3.ts';
import { condition, conditionsOf, takeOver } from './writes.ts';

/** The least that a part but the last may have (S3 user guide, "Multipart upload limits"). */
const MIN_PART_BYTES = 5 * 1024 * 1024;
const FULL_PART = Buffer.alloc(MIN_PART_BYTES, 'f');

const createUpload = s3Command(
  'createMultipartUpload',
  fc.record({ number: bucketNumber, key }),
  async (model, real, { number, key: Key }) => {
    const both = await agree(
      () => model.bucket(number),
      () => real.client.createMultipartUpload({ Bucket: real.bucket(number), Key, Metadata: { tag: 'parts' } }),
    );
    both?.expected.uploads.push({ id: both.actual.UploadId!, key: Key, parts: new Map() });
  },
);

/** One of the uploads under way, the newest most often, or one that never was. */
const uploadIndex = fc.constantFrom(-1, -1, -1, -2, 0, 99);

function chosenUpload(bucket: BucketModel | undefined, index: number): Pick<Upload, 'id' | 'key'> {
  return bucket?.uploads.at(index) ?? { id: 'unknown', key: 'a' };
}

const uploadPart = s3Command(
  'uploadPart',
  fc.record({
    number: bucketNumber,
    index: uploadIndex,
    part: fc.integer({ min: 1, max: 3 }),
    size: fc.constantFrom(0, 7, 'full' as const, 'full' as const),
  }),
  async (model, real, { number, index, part, size }) => {
    const { id, key: Key } = chosenUpload(model.buckets.get(number), index);
    const Body = size === 'full' ? FULL_PART : Buffer.alloc(size, String(part));
    const both = await agree(
      () => void model.bucket(number).upload(id, Key).parts.set(part, Body),
      () => real.client.uploadPart({ Bucket: real.bucket(number), Key, UploadId: id, PartNumber: part, Body }),
    );
    if (both) assert.equal(both.actual.ETag, etagOf(Body));
  },
);

const completeUpload = s3Command(
  'completeMultipartUpload',
  fc.record({
    number: bucketNumber,
    index: uploadIndex,
    parts: fc.constantFrom<'all' | 'last' | 'none' | 'reversed' | 'unknown'>(
      'all',
      'all',
      'last',
      'none',
      'reversed',
      'unknown',
    ),
    condition,
  }),
  async (model, real, { number, index, parts: choice, condition: conditionChoice }) => {
    const bucket = model.buckets.get(number);
    const { id, key: Key } = chosenUpload(bucket, index);
    const uploaded = bucket?.uploads.find((upload) => upload.id === id)?.parts ?? new Map<number, Buffer>();
    const numbers = namedParts(
      [...uploaded.keys()].toSorted((a, b) => a - b),
      choice,
    );
    const conditions = conditionsOf(bucket, Key, conditionChoice);
    const both = await agree(
      () => completeInModel(model.bucket(number), { id, key: Key, numbers, conditions }),
      () =>
        real.client.completeMultipartUpload({
          Bucket: real.bucket(number),
          Key,
          UploadId: id,
          MultipartUpload: {
            Parts: numbers.map((PartNumber) => ({
              PartNumber,
              ETag: etagOf(uploaded.get(PartNumber) ?? Buffer.alloc(0)),
            })),
          },
          ...conditions,
        }),
    );
    if (!both) return;
    takeOver(bucket!, both.expected, both.actual.VersionId);
    assert.equal(both.actual.ETag, both.expected.etag);
  },
);

function namedParts(uploaded: readonly number[], choice: string): readonly number[] {
  switch (choice) {
    case 'last':
      return uploaded.slice(-1);
    case 'none':
      return [];
    case 'reversed':
      return uploaded.toReversed();
    case 'unknown':
      return [...uploaded, 9];
    default:
      return uploaded;
  }
}

interface Completion {
  readonly id: string;
  readonly key: string;
  readonly numbers: readonly number[];
  readonly conditions: WriteConditions;
}

function completeInModel(bucket: BucketModel, { id, key: name, numbers, conditions }: Completion) {
  const upload = bucket.upload(id, name);
  if (numbers.length === 0) throw new Refusal('InvalidRequest');
  if (numbers.some((part, at) => at > 0 && part <= numbers[at - 1]!)) throw new Refusal('InvalidPartOrder');
  const parts = numbers.map((part) => upload.parts.get(part));
  if (parts.includes(undefined)) throw new Refusal('InvalidPart');
  const bodies = parts as Buffer[];
  if (bodies.slice(0, -1).some(({ length }) => length < MIN_PART_BYTES)) throw new Refusal('EntityTooSmall');
  const etag = multipartEtagOf(bodies);
  const written = bucket.write(
    { key: name, body: Buffer.concat(bodies), etag, metadata: 'parts', tags: '' },
    conditions,
  );
  bucket.finish(upload);
  return written;
}

const abortUpload = s3Command(
  'abortMultipartUpload',
  fc.record({ number: bucketNumber, index: uploadIndex }),
  async (model, real, { number, index }) => {
    const { id, key: Key } = chosenUpload(model.buckets.get(number), index);
    await agree(
      () => {
        const bucket = model.bucket(number);
        bucket.finish(bucket.upload(id, Key));
      },
      () => real.client.abortMultipartUpload({ Bucket: real.bucket(number), Key, UploadId: id }),
    );
  },
);

const listParts = s3Command(
  'listParts',
  fc.record({ number: bucketNumber, index: uploadIndex }),
  async (model, real, { number, index }) => {
    const { id, key: Key } = chosenUpload(model.buckets.get(number), index);
    const both = await agree(
      () => model.bucket(number).upload(id, Key).parts,
      () => real.client.listParts({ Bucket: real.bucket(number), Key, UploadId: id }),
    );
    if (!both) return;
    assert.deepEqual(
      (both.actual.Parts ?? []).map(({ PartNumber, ETag, Size }) => [PartNumber, ETag, Size]),
      [...both.expected].toSorted(([a], [b]) => a - b).map(([part, bytes]) => [part, etagOf(bytes), bytes.length]),
    );
  },
);

const listUploads = s3Command('listMultipartUploads', bucketNumber, assertUploads);

/** The uploads under way are those of the model. */
export async function assertUploads(model: S3Model, real: RealS3, number: number): Promise<void> {
  const both = await agree(
    () => model.bucket(number).uploads,
    () => real.client.listMultipartUploads({ Bucket: real.bucket(number) }),
  );
  if (!both) return;
  assert.deepEqual(
    (both.actual.Uploads ?? []).map(({ UploadId, Key }) => `${Key} ${UploadId}`).toSorted(),
    both.expected.map(({ id, key: name }) => `${name} ${id}`).toSorted(),
  );
}

export const multipartCommands = [
  ...often(2, createUpload),
  ...often(5, uploadPart),
  ...often(4, completeUpload),
  abortUpload,
  listParts,
  listUploads,
];
