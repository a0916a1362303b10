import { groupNamed } from '../lookup.ts';
import { operation } from '../operation.ts';
import { checkTagKeys } from '../tagging.ts';

export const UntagLogGroup = operation('UntagLogGroup', async (call, { logGroupName, tags = [] }) => {
  const { id } = await groupNamed(call, logGroupName);
  checkTagKeys(call, tags);
  await call.service.store.removeTags(id, tags);
  return {};
});
