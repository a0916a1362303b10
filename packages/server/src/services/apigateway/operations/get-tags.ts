import { operation } from '../operation.ts';
import { changeTags } from '../tagging.ts';

/** All on one page ("position" and "limit": not currently supported, says the API reference). */
export const GetTags = operation('GetTags', async (call, { resourceArn }) => ({
  tags: await changeTags(call, resourceArn!, () => undefined),
}));
