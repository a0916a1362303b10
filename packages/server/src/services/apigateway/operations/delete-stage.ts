import { requireApi, requireStage } from '../lookup.ts';
import { operation } from '../operation.ts';

export const DeleteStage = operation('DeleteStage', async (call, { restApiId, stageName }) => {
  await call.service.store.write(async (rows) => {
    await requireApi(call, rows, restApiId!);
    await requireStage(rows, restApiId!, stageName!);
    await rows.deleteStage(restApiId!, stageName!);
  });
  return {};
});
