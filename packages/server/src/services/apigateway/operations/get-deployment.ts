import { notFound } from '../errors.ts';
import { requireApi } from '../lookup.ts';
import { operation } from '../operation.ts';
import { deploymentOutput } from '../outputs.ts';

export const GetDeployment = operation('GetDeployment', async (call, { restApiId, deploymentId, embed }) => {
  const deployment = await call.service.store.read(async (rows) => {
    await requireApi(call, rows, restApiId!);
    return rows.deployment(restApiId!, deploymentId!);
  });
  if (!deployment) throw notFound('Invalid Deployment identifier specified');
  return deploymentOutput(deployment, embed?.includes('apisummary'));
});
