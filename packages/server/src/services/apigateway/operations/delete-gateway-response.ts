import { notFound } from '../errors.ts';
import { changeApi } from '../lookup.ts';
import { operation } from '../operation.ts';
import { requireResponseType } from '../rules/gateway-response.ts';

export const DeleteGatewayResponse = operation('DeleteGatewayResponse', async (call, { restApiId, responseType }) => {
  await changeApi(call, restApiId!, (api) => {
    const type = requireResponseType(responseType!);
    if (!Object.hasOwn(api.gatewayResponses, type)) throw notFound('Gateway response type not defined on api');
    delete api.gatewayResponses[type];
  });
  return {};
});
