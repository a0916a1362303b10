import { readApi } from '../lookup.ts';
import { operation } from '../operation.ts';
import { GATEWAY_RESPONSE_TYPES, gatewayResponseOutput } from '../rules/gateway-response.ts';
import { pageOf } from '../rules/paging.ts';

export const GetGatewayResponses = operation('GetGatewayResponses', async (call, input) => {
  const { gatewayResponses } = await readApi(call, input.restApiId!);
  const all = GATEWAY_RESPONSE_TYPES.map((type) => gatewayResponseOutput(gatewayResponses, type));
  return pageOf(all, ({ responseType }) => responseType!, input);
});
