import { entry, readApi } from '../lookup.ts';
import { operation } from '../operation.ts';

export const GetRequestValidator = operation('GetRequestValidator', async (call, { restApiId, requestValidatorId }) =>
  entry(
    (await readApi(call, restApiId!)).requestValidators,
    requestValidatorId!,
    'Invalid Request Validator identifier specified',
  ),
);
