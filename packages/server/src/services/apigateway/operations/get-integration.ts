import { readApi, requireIntegration } from '../lookup.ts';
import { operation } from '../operation.ts';
import { integrationOutput } from '../outputs.ts';

export const GetIntegration = operation('GetIntegration', async (call, { restApiId, resourceId, httpMethod }) =>
  integrationOutput(requireIntegration(await readApi(call, restApiId!), resourceId!, httpMethod!)),
);
