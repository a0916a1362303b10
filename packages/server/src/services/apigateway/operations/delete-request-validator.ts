import { changeApi, entry } from '../lookup.ts';
import { operation } from '../operation.ts';

export const DeleteRequestValidator = operation(
  'DeleteRequestValidator',
  async (call, { restApiId, requestValidatorId }) => {
    await changeApi(call, restApiId!, (api) => {
      entry(api.requestValidators, requestValidatorId!, 'Invalid Request Validator identifier specified');
      delete api.requestValidators[requestValidatorId!];
    });
    return {};
  },
);
