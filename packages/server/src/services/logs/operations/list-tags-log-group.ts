import { groupNamed } from '../lookup.ts';
import { operation } from '../operation.ts';

export const ListTagsLogGroup = operation('ListTagsLogGroup', async (call, { logGroupName }) => {
  const { id } = await groupNamed(call, logGroupName);
  return { tags: await call.service.store.tags(id) };
});
