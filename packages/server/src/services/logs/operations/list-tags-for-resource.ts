import { operation } from '../operation.ts';
import { taggedGroup } from '../tagging.ts';

export const ListTagsForResource = operation('ListTagsForResource', async (call, { resourceArn }) => {
  const { id } = await taggedGroup(call, resourceArn);
  return { tags: await call.service.store.tags(id) };
});
