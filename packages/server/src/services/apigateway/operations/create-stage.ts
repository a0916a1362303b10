import { badRequest } from '../errors.ts';
import { requireApi } from '../lookup.ts';
import { operation } from '../operation.ts';
import { stageOutput } from '../outputs.ts';
import { newStage, refuseStageFeatures, stageExists } from '../rules/stage.ts';
import { newTags } from '../tagging.ts';

export const CreateStage = operation(
  'CreateStage',
  async (call, input) => {
    refuseStageFeatures(input);
    const stage = newStage({ ...input, tags: newTags(call, input.tags) }, call.host.clock.now());
    await call.service.store.write(async (rows) => {
      await requireApi(call, rows, input.restApiId!);
      if (!(await rows.deployment(input.restApiId!, stage.deploymentId))) {
        throw badRequest('Deployment id does not exist');
      }
      if (await rows.stage(input.restApiId!, stage.stageName)) throw stageExists();
      await rows.putStage(input.restApiId!, stage);
    });
    return stageOutput(stage);
  },
  { refuses: ['cacheClusterSize', 'documentationVersion', 'canarySettings'] },
);
