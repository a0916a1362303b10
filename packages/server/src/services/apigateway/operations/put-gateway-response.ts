import { changeApi } from '../lookup.ts';
import { operation } from '../operation.ts';
import { gatewayResponseOutput, newGatewayResponse, requireResponseType } from '../rules/gateway-response.ts';

export const PutGatewayResponse = operation(
  'PutGatewayResponse',
  async (call, { restApiId, responseType, ...fields }) =>
    changeApi(call, restApiId!, (api) => {
      const type = requireResponseType(responseType!);
      api.gatewayResponses[type] = newGatewayResponse(type, fields);
      return gatewayResponseOutput(api.gatewayResponses, type);
    }),
);
