import { entry, readApi, requireMethod } from '../lookup.ts';
import { operation } from '../operation.ts';

export const GetMethodResponse = operation('GetMethodResponse', async (call, input) => {
  const method = requireMethod(await readApi(call, input.restApiId!), input.resourceId!, input.httpMethod!);
  return entry(method.methodResponses, input.statusCode!, 'Invalid Response status code specified');
});
