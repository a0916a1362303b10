import { changeApi } from '../lookup.ts';
import { operation } from '../operation.ts';
import { newId } from '../rules/ids.ts';

export const CreateRequestValidator = operation('CreateRequestValidator', async (call, input) => {
  const { restApiId, name, validateRequestBody = false, validateRequestParameters = false } = input;
  return changeApi(call, restApiId!, (api) => {
    const validator = { id: newId(6, call), name, validateRequestBody, validateRequestParameters };
    return (api.requestValidators[validator.id] = validator);
  });
});
