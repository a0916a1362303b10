import { changeApi, requireMethod, requireResource } from '../lookup.ts';
import { operation } from '../operation.ts';

export const DeleteMethod = operation('DeleteMethod', async (call, { restApiId, resourceId, httpMethod }) => {
  await changeApi(call, restApiId!, (api) => {
    requireMethod(api, resourceId!, httpMethod!);
    delete requireResource(api, resourceId!).methods[httpMethod!];
  });
  return {};
});
