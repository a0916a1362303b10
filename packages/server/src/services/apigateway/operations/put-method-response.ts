import { conflict } from '../errors.ts';
import { changeApi, requireMethod } from '../lookup.ts';
import { operation } from '../operation.ts';
import { newMethodResponse } from '../rules/method.ts';

export const PutMethodResponse = operation('PutMethodResponse', async (call, input) =>
  changeApi(call, input.restApiId!, (api) => {
    const method = requireMethod(api, input.resourceId!, input.httpMethod!);
    if (Object.hasOwn(method.methodResponses, input.statusCode!)) {
      throw conflict('Response already exists for this resource');
    }
    return (method.methodResponses[input.statusCode!] = newMethodResponse(api, input));
  }),
);
