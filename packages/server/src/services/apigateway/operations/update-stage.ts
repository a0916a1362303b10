import { badRequest } from '../errors.ts';
import { requireApi, requireStage } from '../lookup.ts';
import { operation } from '../operation.ts';
import { stageOutput } from '../outputs.ts';
import { applyPatch } from '../rules/patch.ts';
import { checkStage, patchMethodSetting, STAGE_RULES } from '../rules/stage.ts';

export const UpdateStage = operation('UpdateStage', async (call, { restApiId, stageName, patchOperations = [] }) =>
  call.service.store.write(async (rows) => {
    await requireApi(call, rows, restApiId!);
    const stage = await requireStage(rows, restApiId!, stageName!);
    for (const operation of patchOperations) {
      const { op, path = '', value } = operation;
      if (!patchMethodSetting(stage, op, path, value)) applyPatch(stage, [operation], STAGE_RULES);
    }
    checkStage(stage);
    if (!(await rows.deployment(restApiId!, stage.deploymentId))) throw badRequest('Deployment id does not exist');
    stage.updatedAt = call.host.clock.now();
    await rows.putStage(restApiId!, stage);
    return stageOutput(stage);
  }),
);
