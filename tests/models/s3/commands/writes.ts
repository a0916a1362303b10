import assert from 'node:assert/strict';
import type { DeletedObject } from '@aws-sdk/client-s3';
import * as fc from 'fast-check';
import { agree, Refusal } from '../../agree.ts';
import { often } from '../../model-run.ts';
import { type BucketModel, etagOf, type S3Model, type Version, type WriteConditions } from '../s3-model.ts';
import { body, bucketNumber, chosenVersion, key, s3Command, versionChoice } from '../real-s3.ts';

export const condition = fc.constantFrom<Condition>('none', 'none', 'none', 'absent', 'current', 'other');
export type Condition = 'none' | 'absent' | 'current' | 'other';

const OTHER_ETAG = '"00000000000000000000000000000000"';

export function conditionsOf(bucket: BucketModel | undefined, key: string, choice: Condition): WriteConditions {
  switch (choice) {
    case 'none':
      return {};
    case 'absent':
      return { IfNoneMatch: '*' };
    case 'current':
      return { IfMatch: bucket?.current(key)?.etag ?? OTHER_ETAG };
    case 'other':
      return { IfMatch: OTHER_ETAG };
  }
}

/** The id that a write was given is what the bucket's versioning says; the model takes it over. */
export function takeOver(bucket: BucketModel, version: Version, given: string | undefined): void {
  if (bucket.versioning === 'Enabled') {
    assert.match(given ?? '', /^[A-Za-z0-9._]{32}$/);
    version.id = given!;
  } else assert.equal(given, bucket.versioning === '' ? undefined : 'null');
}

const putObject = s3Command(
  'putObject',
  fc.record({ number: bucketNumber, key, body, condition, tag: fc.constantFrom('', 'k=v', 'k=w') }),
  async (model, real, { number, key: Key, body: Body, condition: choice, tag }) => {
    const conditions = conditionsOf(model.buckets.get(number), Key, choice);
    const both = await agree(
      () =>
        model.bucket(number).write({ key: Key, body: Body, etag: etagOf(Body), metadata: tag, tags: tag }, conditions),
      () =>
        real.client.putObject({
          Bucket: real.bucket(number),
          Key,
          Body,
          Metadata: { tag },
          ...(tag === '' ? {} : { Tagging: tag }),
          ...conditions,
        }),
    );
    if (!both) return;
    takeOver(model.bucket(number), both.expected, both.actual.VersionId);
    assert.equal(both.actual.ETag, both.expected.etag);
  },
);

const copyObject = s3Command(
  'copyObject',
  fc.record({
    from: bucketNumber,
    source: key,
    choice: versionChoice,
    sourceMatch: fc.constantFrom('none', 'none', 'match', 'none-match'),
    to: bucketNumber,
    key,
    replace: fc.boolean(),
  }),
  async (model, real, { from, source, choice, sourceMatch, to, key: Key, replace }) => {
    const versionId = chosenVersion(model.buckets.get(from), source, choice);
    const etag = model.buckets.get(from)?.current(source)?.etag ?? OTHER_ETAG;
    const both = await agree(
      () => copyInModel(model, { from, source, versionId, sourceMatch, etag, to, key: Key, replace }),
      () =>
        real.client.copyObject({
          Bucket: real.bucket(to),
          Key,
          CopySource: `${real.bucket(from)}/${encodeURIComponent(source)}${versionId === undefined ? '' : `?versionId=${versionId}`}`,
          ...(sourceMatch === 'match' ? { CopySourceIfMatch: etag } : {}),
          ...(sourceMatch === 'none-match' ? { CopySourceIfNoneMatch: etag } : {}),
          ...(replace ? { MetadataDirective: 'REPLACE' as const, Metadata: { tag: 'copied' } } : {}),
        }),
    );
    if (!both) return;
    takeOver(model.bucket(to), both.expected, both.actual.VersionId);
    assert.equal(both.actual.CopyObjectResult?.ETag, both.expected.etag);
  },
);

interface Copy {
  readonly from: number;
  readonly source: string;
  readonly versionId: string | undefined;
  readonly sourceMatch: string;
  readonly etag: string;
  readonly to: number;
  readonly key: string;
  readonly replace: boolean;
}

function copyInModel(model: S3Model, { from, source, versionId, sourceMatch, etag, to, key, replace }: Copy): Version {
  const target = model.bucket(to);
  const version = model.bucket(from).meant(source, versionId);
  if (sourceMatch === 'match' && version.etag !== etag) throw new Refusal('PreconditionFailed');
  if (sourceMatch === 'none-match' && version.etag === etag) throw new Refusal('PreconditionFailed');
  if (version === target.newest(key) && !replace) throw new Refusal('InvalidRequest');
  const copied = etagOf(version.body!);
  const metadata = replace ? 'copied' : version.metadata;
  return target.write({ key, body: version.body, etag: copied, metadata, tags: version.tags });
}

const deleteObject = s3Command(
  'deleteObject',
  fc.record({
    number: bucketNumber,
    key,
    choice: versionChoice,
    condition: fc.constantFrom('none', 'none', 'current', 'other'),
  }),
  async (model, real, { number, key: Key, choice, condition: match }) => {
    const bucket = model.buckets.get(number);
    const versionId = chosenVersion(bucket, Key, choice);
    const ifMatch = conditionsOf(bucket, Key, match).IfMatch;
    const both = await agree(
      () => model.bucket(number).delete(Key, versionId, ifMatch),
      () => real.client.deleteObject({ Bucket: real.bucket(number), Key, VersionId: versionId, IfMatch: ifMatch }),
    );
    if (!both) return;
    const isMarker = both.expected?.body === null;
    assert.equal(both.actual.DeleteMarker ?? false, isMarker);
    if (isMarker && versionId === undefined) takeOver(model.bucket(number), both.expected, both.actual.VersionId);
  },
);

const deleteObjects = s3Command(
  'deleteObjects',
  fc.record({
    number: bucketNumber,
    doomed: fc.uniqueArray(fc.record({ key, choice: versionChoice }), {
      minLength: 1,
      maxLength: 4,
      selector: (d) => d.key,
    }),
  }),
  async (model, real, { number, doomed }) => {
    const bucket = model.buckets.get(number);
    const objects = doomed.map(({ key: Key, choice }) => ({ Key, VersionId: chosenVersion(bucket, Key, choice) }));
    const both = await agree(
      () => objects.map(({ Key, VersionId }) => model.bucket(number).delete(Key, VersionId)),
      () => real.client.deleteObjects({ Bucket: real.bucket(number), Delete: { Objects: objects } }),
    );
    if (!both) return;
    assert.deepEqual(both.actual.Errors ?? [], []);
    for (const [index, { Key, VersionId }] of objects.entries()) {
      const deleted: DeletedObject | undefined = both.actual.Deleted?.find((other) => other.Key === Key);
      const version: Version | undefined = both.expected[index];
      const isMarker: boolean = version?.body === null;
      assert.equal(deleted?.DeleteMarker ?? false, isMarker);
      if (isMarker && VersionId === undefined) takeOver(bucket!, version!, deleted?.DeleteMarkerVersionId);
    }
  },
);

export const writeCommands = [
  ...often(10, putObject),
  ...often(5, copyObject),
  ...often(4, deleteObject),
  deleteObjects,
];
