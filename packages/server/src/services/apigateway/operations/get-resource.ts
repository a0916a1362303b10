import { readApi, requireResource } from '../lookup.ts';
import { operation } from '../operation.ts';
import { resourceOutput } from '../outputs.ts';

export const GetResource = operation('GetResource', async (call, { restApiId, resourceId, embed }) =>
  resourceOutput(requireResource(await readApi(call, restApiId!), resourceId!), embed?.includes('methods') ?? false),
);
