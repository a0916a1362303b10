import { bucketMeant, versionMeant, versionOf } from '../lookup.ts';
import { tagsOf } from '../objects/properties.ts';
import { operation } from '../operation.ts';

export const GetObjectTagging = operation('GetObjectTagging', async (call, input) => {
  const bucket = await bucketMeant(call, input);
  const version = await versionMeant(call, bucket, input);
  return { TagSet: tagsOf(version), ...versionOf(bucket, version) };
});
