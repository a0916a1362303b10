import { bucketMeant, versionMeant, versionOf } from '../lookup.ts';
import { tagsText } from '../objects/properties.ts';
import { operation } from '../operation.ts';

export const DeleteObjectTagging = operation('DeleteObjectTagging', async (call, input) => {
  const bucket = await bucketMeant(call, input);
  const version = await versionMeant(call, bucket, input, 'DELETE');
  await call.service.objects.setTags(version, tagsText([]));
  return versionOf(bucket, version);
});
