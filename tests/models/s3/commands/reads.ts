import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { agree, Refusal } from '../../agree.ts';
import { often } from '../../model-run.ts';
import type { Version } from '../s3-model.ts';
import { bucketNumber, chosenVersion, key, s3Command, versionChoice } from '../real-s3.ts';

type Condition = 'none' | 'match' | 'none-match';

const asked = fc.record({
  number: bucketNumber,
  key,
  choice: versionChoice,
  condition: fc.constantFrom<Condition>('none', 'none', 'none', 'match', 'none-match'),
});

/** The etag that conditions are made with: of the newest version, whichever is asked for. */
function conditionsOf(condition: Condition, etag: string) {
  return condition === 'none' ? {} : condition === 'match' ? { IfMatch: etag } : { IfNoneMatch: etag };
}

function judged(version: Version, condition: Condition, etag: string): Version {
  if (condition === 'match' && version.etag !== etag) throw new Refusal('PreconditionFailed');
  if (condition === 'none-match' && version.etag === etag) throw new Refusal('304');
  return version;
}

const getObject = s3Command(
  'getObject',
  fc.record({ asked, range: fc.option(fc.tuple(fc.nat(6), fc.nat(6)), { nil: null }) }),
  async (model, real, { asked: { number, key: Key, choice, condition }, range }) => {
    const bucket = model.buckets.get(number);
    const VersionId = chosenVersion(bucket, Key, choice);
    const etag = bucket?.current(Key)?.etag ?? '"0"';
    const both = await agree(
      () => {
        const version = judged(model.bucket(number).meant(Key, VersionId), condition, etag);
        if (range && isRange(range) && range[0] >= version.body!.length) throw new Refusal('InvalidRange');
        return version;
      },
      () =>
        real.client.getObject({
          Bucket: real.bucket(number),
          Key,
          VersionId,
          ...conditionsOf(condition, etag),
          ...(range ? { Range: `bytes=${range[0]}-${range[1]}` } : {}),
        }),
    );
    if (!both) return;
    const bytes = Buffer.from(await both.actual.Body!.transformToByteArray());
    const whole = both.expected.body!;
    const wanted = range && isRange(range) ? whole.subarray(range[0], range[1] + 1) : whole;
    assert.ok(bytes.equals(wanted), `${bytes.length} bytes came, ${wanted.length} were to come`);
    assertProperties(both.actual, both.expected, bucket!.versioning);
  },
);

/** A range that ends before it begins is ignored (RFC 9110, 14.1.1). */
function isRange([first, last]: readonly [number, number]): boolean {
  return first <= last;
}

const headObject = s3Command('headObject', asked, async (model, real, { number, key: Key, choice, condition }) => {
  const bucket = model.buckets.get(number);
  const VersionId = chosenVersion(bucket, Key, choice);
  const etag = bucket?.current(Key)?.etag ?? '"0"';
  const both = await agree(
    () => {
      try {
        return judged(model.bucket(number).meant(Key, VersionId), condition, etag);
      } catch (error) {
        throw withoutBody(error as Refusal);
      }
    },
    () => real.client.headObject({ Bucket: real.bucket(number), Key, VersionId, ...conditionsOf(condition, etag) }),
  );
  if (!both) return;
  assert.equal(both.actual.ContentLength, both.expected.body!.length);
  assertProperties(both.actual, both.expected, bucket!.versioning);
});

/** HEAD's errors have no code: the SDK calls them by their status. */
function withoutBody({ code }: Refusal): Refusal {
  const names: Record<string, string> = {
    NoSuchBucket: 'NotFound',
    NoSuchKey: 'NotFound',
    NoSuchVersion: 'NotFound',
    MethodNotAllowed: '405',
    PreconditionFailed: '412',
  };
  return new Refusal(names[code] ?? code);
}

interface Properties {
  readonly ETag?: string | undefined;
  readonly VersionId?: string | undefined;
  readonly Metadata?: Record<string, string> | undefined;
  readonly TagCount?: number | undefined;
}

function assertProperties(actual: Properties, expected: Version, versioning: string): void {
  assert.deepEqual(
    [actual.ETag, actual.VersionId, actual.Metadata?.tag ?? '', actual.TagCount ?? 0],
    [expected.etag, versioning === '' ? undefined : expected.id, expected.metadata, expected.tags === '' ? 0 : 1],
  );
}

export const readCommands = [...often(5, getObject), ...often(2, headObject)];
