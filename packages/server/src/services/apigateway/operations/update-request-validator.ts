import { changeApi, entry } from '../lookup.ts';
import { operation } from '../operation.ts';
import { applyPatch, type PatchRule } from '../rules/patch.ts';

const RULES: readonly PatchRule[] = [
  { path: '/name', ops: ['replace'] },
  { path: '/validateRequestBody', ops: ['replace'], as: 'boolean' },
  { path: '/validateRequestParameters', ops: ['replace'], as: 'boolean' },
];

export const UpdateRequestValidator = operation('UpdateRequestValidator', async (call, input) =>
  changeApi(call, input.restApiId!, (api) => {
    const message = 'Invalid Request Validator identifier specified';
    const validator = entry(api.requestValidators, input.requestValidatorId!, message);
    applyPatch(validator, input.patchOperations, RULES);
    return validator;
  }),
);
