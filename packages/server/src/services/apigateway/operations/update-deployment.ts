import { notFound } from '../errors.ts';
import { requireApi } from '../lookup.ts';
import { operation } from '../operation.ts';
import { deploymentOutput } from '../outputs.ts';
import { applyPatch } from '../rules/patch.ts';

export const UpdateDeployment = operation(
  'UpdateDeployment',
  async (call, { restApiId, deploymentId, patchOperations }) =>
    call.service.store.write(async (rows) => {
      await requireApi(call, rows, restApiId!);
      const deployment = await rows.deployment(restApiId!, deploymentId!);
      if (!deployment) throw notFound('Invalid Deployment identifier specified');
      const changed = { description: deployment.description };
      applyPatch(changed, patchOperations, [{ path: '/description', ops: ['replace'] }]);
      await rows.describeDeployment(restApiId!, deploymentId!, changed.description);
      return deploymentOutput({ ...deployment, ...changed });
    }),
);
