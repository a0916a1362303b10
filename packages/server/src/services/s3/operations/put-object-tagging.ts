import { bucketMeant, versionMeant, versionOf } from '../lookup.ts';
import { tagsText } from '../objects/properties.ts';
import { operation } from '../operation.ts';
import { checkTags } from '../rules/tags.ts';

export const PutObjectTagging = operation('PutObjectTagging', async (call, input) => {
  const bucket = await bucketMeant(call, input);
  const version = await versionMeant(call, bucket, input, 'PUT');
  await call.service.objects.setTags(version, tagsText(checkTags(input.Tagging?.TagSet ?? [], 'object')));
  return versionOf(bucket, version);
});
