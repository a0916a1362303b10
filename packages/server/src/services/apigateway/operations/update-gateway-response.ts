import { changeApi } from '../lookup.ts';
import { operation } from '../operation.ts';
import { gatewayResponseOutput, newGatewayResponse, requireResponseType } from '../rules/gateway-response.ts';
import { applyPatch, type PatchRule } from '../rules/patch.ts';

const RULES: readonly PatchRule[] = [
  { path: '/statusCode', ops: ['replace'] },
  { path: '/responseParameters/*', ops: ['add', 'replace', 'remove'] },
  { path: '/responseTemplates/*', ops: ['add', 'replace', 'remove'] },
];

export const UpdateGatewayResponse = operation('UpdateGatewayResponse', async (call, input) =>
  changeApi(call, input.restApiId!, (api) => {
    const type = requireResponseType(input.responseType!);
    const response = gatewayResponseOutput(api.gatewayResponses, type);
    applyPatch(response, input.patchOperations, RULES);
    api.gatewayResponses[type] = newGatewayResponse(type, response);
    return gatewayResponseOutput(api.gatewayResponses, type);
  }),
);
