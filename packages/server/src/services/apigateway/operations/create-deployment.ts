import { requireApi } from '../lookup.ts';
import { operation } from '../operation.ts';
import { deploymentOutput } from '../outputs.ts';
import { newId } from '../rules/ids.ts';
import { checkDeployable, checkStage, newStage, refuseStageFeatures } from '../rules/stage.ts';

/** With a stage's name it makes the stage, or moves it onto the new deployment. */
export const CreateDeployment = operation(
  'CreateDeployment',
  async (call, input) => {
    refuseStageFeatures(input);
    const now = call.host.clock.now();
    return call.service.store.write(async (rows) => {
      const document = await requireApi(call, rows, input.restApiId!);
      checkDeployable(document);
      const apiId = document.id;
      const deployment = {
        apiId,
        id: newId(6, call),
        createdAt: now,
        description: input.description ?? null,
        document,
      };
      await rows.insertDeployment(deployment);
      if (input.stageName) {
        const settings = { deploymentId: deployment.id, updatedAt: now };
        const existing = await rows.stage(apiId, input.stageName);
        const { stageName, stageDescription: description, variables = {} } = input;
        const stage = existing
          ? {
              ...existing,
              ...settings,
              description: description ?? existing.description,
              variables: { ...existing.variables, ...variables },
            }
          : newStage({ stageName, deploymentId: deployment.id, description, variables }, now);
        checkStage(stage);
        await rows.putStage(apiId, stage);
      }
      return deploymentOutput(deployment);
    });
  },
  { refuses: ['canarySettings', 'cacheClusterSize'] },
);
