import { changeApi, entry } from '../lookup.ts';
import { operation } from '../operation.ts';
import { checkAuthorizer } from '../rules/authorizer.ts';
import { applyPatch, type PatchRule } from '../rules/patch.ts';

const RULES: readonly PatchRule[] = [
  { path: '/name', ops: ['replace'] },
  { path: '/type', ops: ['replace'] },
  { path: '/authType', ops: ['replace'] },
  { path: '/authorizerUri', ops: ['replace'] },
  { path: '/identitySource', ops: ['replace'] },
  { path: '/identityValidationExpression', ops: ['replace'] },
  { path: '/authorizerResultTtlInSeconds', ops: ['replace'], as: 'integer' },
  { path: '/authorizerCredentials', ops: ['replace'] },
  { path: '/providerARNs', ops: ['add', 'remove'], refusedUnless: [] },
];

export const UpdateAuthorizer = operation(
  'UpdateAuthorizer',
  async (call, { restApiId, authorizerId, patchOperations }) =>
    changeApi(call, restApiId!, (api) => {
      const authorizer = entry(api.authorizers, authorizerId!, 'Invalid Authorizer identifier specified');
      applyPatch(authorizer, patchOperations, RULES);
      checkAuthorizer(authorizer);
      return authorizer;
    }),
);
