import { operation } from '../operation.ts';
import { checkTagKeys, taggedGroup } from '../tagging.ts';

export const UntagResource = operation('UntagResource', async (call, { resourceArn, tagKeys = [] }) => {
  const { id } = await taggedGroup(call, resourceArn);
  checkTagKeys(call, tagKeys);
  await call.service.store.removeTags(id, tagKeys);
  return {};
});
