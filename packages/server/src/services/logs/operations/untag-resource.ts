import { operation } from '../operation.ts';
import { taggedGroup } from '../tagging.ts';

export const UntagResource = operation('UntagResource', async (call, { resourceArn, tagKeys = [] }) => {
  const { id } = await taggedGroup(call, resourceArn);
  await call.service.store.removeTags(id, tagKeys);
  return {};
});
