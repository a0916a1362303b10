import { requireApi } from '../lookup.ts';
import { operation } from '../operation.ts';
import { deploymentOutput } from '../outputs.ts';
import { pageOf } from '../rules/paging.ts';

export const GetDeployments = operation('GetDeployments', async (call, input) => {
  const deployments = await call.service.store.read(async (rows) => {
    await requireApi(call, rows, input.restApiId!);
    return rows.deployments(input.restApiId!);
  });
  const { items, ...more } = pageOf(deployments, ({ id }) => id, input);
  return { items: items.map((deployment) => deploymentOutput(deployment)), ...more };
});
