import { notImplemented } from '../../../kernel/errors.ts';
import { badRequest } from '../errors.ts';
import { changeApi } from '../lookup.ts';
import { operation } from '../operation.ts';
import { apiOutput } from '../outputs.ts';
import { applyPatch, type PatchRule } from '../rules/patch.ts';

/** API Gateway API reference, "Patch operations", UpdateRestApi. */
const RULES: readonly PatchRule[] = [
  { path: '/name', ops: ['replace'] },
  { path: '/description', ops: ['replace'] },
  { path: '/version', ops: ['replace'] },
  { path: '/apiKeySource', ops: ['replace'] },
  { path: '/disableExecuteApiEndpoint', ops: ['replace'], as: 'boolean' },
  { path: '/binaryMediaTypes/*', ops: ['add', 'remove', 'replace'], as: 'list' },
  { path: '/endpointConfiguration/types/*', ops: ['add', 'remove', 'replace'], as: 'list' },
  { path: '/endpointConfiguration/ipAddressType', ops: ['replace'] },
  { path: '/minimumCompressionSize', ops: ['replace'], refusedUnless: ['', '-1'] },
  { path: '/policy', ops: ['replace'], refusedUnless: [''] },
];

export const UpdateRestApi = operation('UpdateRestApi', async (call, { restApiId, patchOperations }) =>
  changeApi(call, restApiId!, (api) => {
    applyPatch(api, patchOperations, RULES);
    if (!api.name) throw badRequest('API name cannot be blank');
    if (!['HEADER', 'AUTHORIZER'].includes(api.apiKeySource)) {
      throw badRequest('Invalid API Key source specified. Must be one of: [HEADER, AUTHORIZER]');
    }
    if (api.endpointConfiguration.types?.includes('PRIVATE')) throw notImplemented('private endpoints');
    return apiOutput(api);
  }),
);
