import { startTestPlatform, type TestPlatform } from '../../packages/server/src/testing/test-platform.ts';
import { testModel } from './model-run.ts';
import { bucketCommands } from './s3/commands/buckets.ts';
import { assertVersions, listingCommands } from './s3/commands/listings.ts';
import { assertUploads, multipartCommands } from './s3/commands/multipart.ts';
import { readCommands } from './s3/commands/reads.ts';
import { tagCommands } from './s3/commands/tags.ts';
import { writeCommands } from './s3/commands/writes.ts';
import { RealS3 } from './s3/real-s3.ts';
import { BucketModel, S3Model } from './s3/s3-model.ts';

testModel<TestPlatform, S3Model, RealS3>({
  title: 'S3 against its model',
  start: startTestPlatform,
  stop: (platform) => platform[Symbol.asyncDispose](),
  commands: [
    ...bucketCommands,
    ...writeCommands,
    ...readCommands,
    ...listingCommands,
    ...tagCommands,
    ...multipartCommands,
  ],
  maxCommands: 120,
  async begin(platform, account) {
    const setup = { model: new S3Model(), real: new RealS3(platform, account) };
    setup.model.buckets.set(0, new BucketModel());
    await setup.real.client.createBucket({ Bucket: setup.real.bucket(0) });
    return setup;
  },
  async verify(model, real) {
    for (const number of model.buckets.keys()) {
      await assertVersions(model, real, { number, prefix: '', delimiter: '', max: 1000 });
      await assertUploads(model, real, number);
    }
  },
  end: (real) => real.client.destroy(),
});
