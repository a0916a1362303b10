import { requireApi, requireStage } from '../lookup.ts';
import { operation } from '../operation.ts';
import { stageOutput } from '../outputs.ts';

export const GetStage = operation('GetStage', async (call, { restApiId, stageName }) =>
  call.service.store.read(async (rows) => {
    await requireApi(call, rows, restApiId!);
    return stageOutput(await requireStage(rows, restApiId!, stageName!));
  }),
);
