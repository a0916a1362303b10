import { requireApi } from '../lookup.ts';
import { operation } from '../operation.ts';

export const DeleteRestApi = operation('DeleteRestApi', async (call, { restApiId }) => {
  await call.service.store.write(async (rows) => {
    await requireApi(call, rows, restApiId!);
    await rows.deleteApi(restApiId!);
  });
  return {};
});
