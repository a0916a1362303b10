import { changeApi, entry, requireMethod } from '../lookup.ts';
import { operation } from '../operation.ts';
import { checkMethodResponse } from '../rules/method.ts';
import { applyPatch, type PatchRule } from '../rules/patch.ts';

const RULES: readonly PatchRule[] = [
  { path: '/responseParameters/*', ops: ['add', 'replace', 'remove'], as: 'boolean' },
  { path: '/responseModels/*', ops: ['add', 'replace', 'remove'] },
];

export const UpdateMethodResponse = operation('UpdateMethodResponse', async (call, input) =>
  changeApi(call, input.restApiId!, (api) => {
    const { methodResponses } = requireMethod(api, input.resourceId!, input.httpMethod!);
    const response = entry(methodResponses, input.statusCode!, 'Invalid Response status code specified');
    applyPatch(response, input.patchOperations, RULES);
    checkMethodResponse(api, response);
    return response;
  }),
);
