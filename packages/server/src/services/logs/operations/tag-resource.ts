import { operation } from '../operation.ts';
import { addTags, taggedGroup } from '../tagging.ts';

export const TagResource = operation('TagResource', async (call, { resourceArn, tags = {} }) => {
  await addTags(call, await taggedGroup(call, resourceArn), tags);
  return {};
});
