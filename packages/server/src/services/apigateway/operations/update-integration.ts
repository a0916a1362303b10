import { changeApi, requireIntegration } from '../lookup.ts';
import { operation } from '../operation.ts';
import { integrationOutput } from '../outputs.ts';
import { checkIntegration } from '../rules/integration.ts';
import { applyPatch, type PatchRule } from '../rules/patch.ts';

const RULES: readonly PatchRule[] = [
  { path: '/httpMethod', ops: ['replace'] },
  { path: '/uri', ops: ['replace'] },
  { path: '/passthroughBehavior', ops: ['replace'] },
  { path: '/timeoutInMillis', ops: ['replace'], as: 'integer' },
  { path: '/requestParameters/*', ops: ['add', 'replace', 'remove'] },
  { path: '/requestTemplates/*', ops: ['add', 'replace', 'remove'] },
  { path: '/cacheNamespace', ops: ['replace'] },
  { path: '/contentHandling', ops: ['replace', 'remove'] },
  { path: '/connectionType', ops: ['replace'] },
  { path: '/connectionId', ops: ['replace'], refusedUnless: [''] },
  { path: '/credentials', ops: ['replace', 'remove'] },
  { path: '/cacheKeyParameters/*', ops: ['add', 'replace', 'remove'], refusedUnless: [] },
];

export const UpdateIntegration = operation('UpdateIntegration', async (call, input) =>
  changeApi(call, input.restApiId!, (api) => {
    const integration = requireIntegration(api, input.resourceId!, input.httpMethod!);
    applyPatch(integration, input.patchOperations, RULES);
    checkIntegration(integration);
    return integrationOutput(integration);
  }),
);
