import { changeApi, requireMethod } from '../lookup.ts';
import { operation } from '../operation.ts';
import { methodOutput } from '../outputs.ts';
import { checkMethod } from '../rules/method.ts';
import { applyPatch, type PatchRule } from '../rules/patch.ts';

const RULES: readonly PatchRule[] = [
  { path: '/authorizationType', ops: ['replace'] },
  { path: '/authorizerId', ops: ['replace', 'remove'] },
  { path: '/apiKeyRequired', ops: ['replace'], as: 'boolean' },
  { path: '/operationName', ops: ['replace', 'remove'] },
  { path: '/requestValidatorId', ops: ['replace', 'remove'] },
  { path: '/requestParameters/*', ops: ['add', 'replace', 'remove'], as: 'boolean' },
  { path: '/requestModels/*', ops: ['add', 'replace', 'remove'] },
  { path: '/authorizationScopes', ops: ['add', 'replace', 'remove'], refusedUnless: [''] },
];

export const UpdateMethod = operation('UpdateMethod', async (call, input) =>
  changeApi(call, input.restApiId!, (api) => {
    const method = requireMethod(api, input.resourceId!, input.httpMethod!);
    applyPatch(method, input.patchOperations, RULES);
    checkMethod(api, method);
    return methodOutput(method);
  }),
);
