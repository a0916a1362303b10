import { readApi } from '../lookup.ts';
import { operation } from '../operation.ts';
import { gatewayResponseOutput, requireResponseType } from '../rules/gateway-response.ts';

export const GetGatewayResponse = operation('GetGatewayResponse', async (call, { restApiId, responseType }) =>
  gatewayResponseOutput((await readApi(call, restApiId!)).gatewayResponses, requireResponseType(responseType!)),
);
