import { groupNamed } from '../lookup.ts';
import { operation } from '../operation.ts';

export const UntagLogGroup = operation('UntagLogGroup', async (call, { logGroupName, tags = [] }) => {
  const { id } = await groupNamed(call, logGroupName);
  await call.service.store.removeTags(id, tags);
  return {};
});
