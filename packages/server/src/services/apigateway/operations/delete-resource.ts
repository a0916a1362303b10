import { badRequest } from '../errors.ts';
import { changeApi, requireResource } from '../lookup.ts';
import { operation } from '../operation.ts';
import { removeResource } from '../rules/paths.ts';

export const DeleteResource = operation('DeleteResource', async (call, { restApiId, resourceId }) => {
  await changeApi(call, restApiId!, (api) => {
    if (requireResource(api, resourceId!).parentId === undefined) throw badRequest('Cannot delete the root resource.');
    removeResource(api, resourceId!);
  });
  return {};
});
