import { changeApi, entry, requireIntegration, requireMethod } from '../lookup.ts';
import { operation } from '../operation.ts';
import { checkIntegrationResponse } from '../rules/integration.ts';
import { applyPatch, type PatchRule } from '../rules/patch.ts';

const RULES: readonly PatchRule[] = [
  { path: '/selectionPattern', ops: ['replace'] },
  { path: '/responseParameters/*', ops: ['add', 'replace', 'remove'] },
  { path: '/responseTemplates/*', ops: ['add', 'replace', 'remove'] },
  { path: '/contentHandling', ops: ['replace', 'remove'] },
];

export const UpdateIntegrationResponse = operation('UpdateIntegrationResponse', async (call, input) =>
  changeApi(call, input.restApiId!, (api) => {
    const { integrationResponses } = requireIntegration(api, input.resourceId!, input.httpMethod!);
    const response = entry(
      integrationResponses,
      input.statusCode!,
      'Invalid Integration Response identifier specified',
    );
    applyPatch(response, input.patchOperations, RULES);
    checkIntegrationResponse(requireMethod(api, input.resourceId!, input.httpMethod!), response);
    return response;
  }),
);
