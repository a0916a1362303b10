import { changeApi, entry, requireMethod } from '../lookup.ts';
import { operation } from '../operation.ts';

export const DeleteMethodResponse = operation('DeleteMethodResponse', async (call, input) => {
  await changeApi(call, input.restApiId!, (api) => {
    const { methodResponses } = requireMethod(api, input.resourceId!, input.httpMethod!);
    entry(methodResponses, input.statusCode!, 'Invalid Response status code specified');
    delete methodResponses[input.statusCode!];
  });
  return {};
});
