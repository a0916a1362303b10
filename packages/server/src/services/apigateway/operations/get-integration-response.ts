import { entry, readApi, requireIntegration } from '../lookup.ts';
import { operation } from '../operation.ts';

export const GetIntegrationResponse = operation('GetIntegrationResponse', async (call, input) => {
  const integration = requireIntegration(await readApi(call, input.restApiId!), input.resourceId!, input.httpMethod!);
  return entry(integration.integrationResponses, input.statusCode!, 'Invalid Response status code specified');
});
