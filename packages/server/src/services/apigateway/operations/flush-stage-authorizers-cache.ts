import { requireApi, requireStage } from '../lookup.ts';
import { operation } from '../operation.ts';

export const FlushStageAuthorizersCache = operation(
  'FlushStageAuthorizersCache',
  async (call, { restApiId, stageName }) => {
    await call.service.store.read(async (rows) => {
      await requireApi(call, rows, restApiId!);
      await requireStage(rows, restApiId!, stageName!);
    });
    call.service.authorizations.flush(`${restApiId}/${stageName}`);
    return {};
  },
);
