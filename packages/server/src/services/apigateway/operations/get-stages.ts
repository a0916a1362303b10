import { requireApi } from '../lookup.ts';
import { operation } from '../operation.ts';
import { stageOutput } from '../outputs.ts';

export const GetStages = operation('GetStages', async (call, { restApiId, deploymentId }) =>
  call.service.store.read(async (rows) => {
    await requireApi(call, rows, restApiId!);
    const stages = await rows.stages(restApiId!);
    return {
      item: stages.filter((stage) => !deploymentId || stage.deploymentId === deploymentId).map(stageOutput),
    };
  }),
);
