import { changeApi, requireIntegration, requireMethod } from '../lookup.ts';
import { operation } from '../operation.ts';

export const DeleteIntegration = operation('DeleteIntegration', async (call, { restApiId, resourceId, httpMethod }) => {
  await changeApi(call, restApiId!, (api) => {
    requireIntegration(api, resourceId!, httpMethod!);
    delete requireMethod(api, resourceId!, httpMethod!).methodIntegration;
  });
  return {};
});
