import { readApi, requireMethod } from '../lookup.ts';
import { operation } from '../operation.ts';
import { methodOutput } from '../outputs.ts';

export const GetMethod = operation('GetMethod', async (call, { restApiId, resourceId, httpMethod }) =>
  methodOutput(requireMethod(await readApi(call, restApiId!), resourceId!, httpMethod!)),
);
