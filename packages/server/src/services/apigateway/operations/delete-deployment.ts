import { badRequest, notFound } from '../errors.ts';
import { requireApi } from '../lookup.ts';
import { operation } from '../operation.ts';

export const DeleteDeployment = operation('DeleteDeployment', async (call, { restApiId, deploymentId }) => {
  await call.service.store.write(async (rows) => {
    await requireApi(call, rows, restApiId!);
    if (!(await rows.deployment(restApiId!, deploymentId!))) throw notFound('Invalid Deployment identifier specified');
    if ((await rows.stages(restApiId!)).some((stage) => stage.deploymentId === deploymentId)) {
      throw badRequest('Active stages pointing to this deployment must be moved or deleted');
    }
    await rows.deleteDeployment(restApiId!, deploymentId!);
  });
  return {};
});
