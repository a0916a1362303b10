import { changeApi, requireIntegration, requireMethod } from '../lookup.ts';
import { operation } from '../operation.ts';
import { newIntegrationResponse } from '../rules/integration.ts';

export const PutIntegrationResponse = operation('PutIntegrationResponse', async (call, input) =>
  changeApi(call, input.restApiId!, (api) => {
    const integration = requireIntegration(api, input.resourceId!, input.httpMethod!);
    const method = requireMethod(api, input.resourceId!, input.httpMethod!);
    return (integration.integrationResponses[input.statusCode!] = newIntegrationResponse(method, input));
  }),
);
