import { changeApi, requireMethod } from '../lookup.ts';
import { operation } from '../operation.ts';
import { integrationOutput } from '../outputs.ts';
import { newIntegration } from '../rules/integration.ts';

export const PutIntegration = operation(
  'PutIntegration',
  async (call, input) =>
    changeApi(call, input.restApiId!, (api) => {
      const method = requireMethod(api, input.resourceId!, input.httpMethod!);
      method.methodIntegration = newIntegration(input.resourceId!, input);
      return integrationOutput(method.methodIntegration);
    }),
  { refuses: ['connectionId', 'integrationTarget', 'responseTransferMode'] },
);
