import { operation } from '../operation.ts';
import { changeTags, checkTagKeys } from '../tagging.ts';

export const UntagResource = operation('UntagResource', async (call, { resourceArn, tagKeys }) => {
  checkTagKeys(call, tagKeys ?? []);
  await changeTags(call, resourceArn!, (current) => {
    for (const key of tagKeys ?? []) delete current[key];
  });
  return {};
});
