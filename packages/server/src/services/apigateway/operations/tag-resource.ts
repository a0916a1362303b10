import { operation } from '../operation.ts';
import { changeTags, checkTagKeys } from '../tagging.ts';

export const TagResource = operation('TagResource', async (call, { resourceArn, tags }) => {
  checkTagKeys(call, Object.keys(tags ?? {}));
  await changeTags(call, resourceArn!, (current) => Object.assign(current, tags));
  return {};
});
