import { operation } from '../operation.ts';
import { changeTags } from '../tagging.ts';

export const TagResource = operation('TagResource', async (call, { resourceArn, tags }) => {
  await changeTags(call, resourceArn!, (current) => Object.assign(current, tags));
  return {};
});
