import { groupNamed } from '../lookup.ts';
import { operation } from '../operation.ts';
import { addTags } from '../tagging.ts';

export const TagLogGroup = operation('TagLogGroup', async (call, { logGroupName, tags = {} }) => {
  await addTags(call, await groupNamed(call, logGroupName), tags);
  return {};
});
