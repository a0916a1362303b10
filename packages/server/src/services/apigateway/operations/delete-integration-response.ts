import { changeApi, entry, requireIntegration } from '../lookup.ts';
import { operation } from '../operation.ts';

export const DeleteIntegrationResponse = operation('DeleteIntegrationResponse', async (call, input) => {
  await changeApi(call, input.restApiId!, (api) => {
    const { integrationResponses } = requireIntegration(api, input.resourceId!, input.httpMethod!);
    entry(integrationResponses, input.statusCode!, 'Invalid Response status code specified');
    delete integrationResponses[input.statusCode!];
  });
  return {};
});
