import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { agree } from '../../agree.ts';
import { often } from '../../model-run.ts';
import { bucketNumber, chosenVersion, key, s3Command, versionChoice } from '../real-s3.ts';

const asked = fc.record({ number: bucketNumber, key, choice: versionChoice });

const putTagging = s3Command(
  'putObjectTagging',
  fc.record({ asked, value: fc.constantFrom('v', 'w') }),
  async (model, real, { asked: { number, key: Key, choice }, value }) => {
    const VersionId = chosenVersion(model.buckets.get(number), Key, choice);
    await agree(
      () => void (model.bucket(number).meant(Key, VersionId).tags = `k=${value}`),
      () =>
        real.client.putObjectTagging({
          Bucket: real.bucket(number),
          Key,
          VersionId,
          Tagging: { TagSet: [{ Key: 'k', Value: value }] },
        }),
    );
  },
);

const getTagging = s3Command('getObjectTagging', asked, async (model, real, { number, key: Key, choice }) => {
  const VersionId = chosenVersion(model.buckets.get(number), Key, choice);
  const both = await agree(
    () => model.bucket(number).meant(Key, VersionId).tags,
    () => real.client.getObjectTagging({ Bucket: real.bucket(number), Key, VersionId }),
  );
  if (both) assert.equal(both.actual.TagSet!.map((tag) => `${tag.Key}=${tag.Value}`).join('&'), both.expected);
});

const deleteTagging = s3Command('deleteObjectTagging', asked, async (model, real, { number, key: Key, choice }) => {
  const VersionId = chosenVersion(model.buckets.get(number), Key, choice);
  await agree(
    () => void (model.bucket(number).meant(Key, VersionId).tags = ''),
    () => real.client.deleteObjectTagging({ Bucket: real.bucket(number), Key, VersionId }),
  );
});

export const tagCommands = [...often(2, putTagging), getTagging, deleteTagging];
