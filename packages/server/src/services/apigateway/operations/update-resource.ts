import { badRequest } from '../errors.ts';
import { changeApi, requireResource } from '../lookup.ts';
import { operation } from '../operation.ts';
import { resourceOutput } from '../outputs.ts';
import { applyPatch, type PatchRule } from '../rules/patch.ts';
import { checkChild, renewPaths } from '../rules/paths.ts';

const RULES: readonly PatchRule[] = [
  { path: '/parentId', ops: ['replace'] },
  { path: '/pathPart', ops: ['replace'] },
];

export const UpdateResource = operation('UpdateResource', async (call, { restApiId, resourceId, patchOperations }) =>
  changeApi(call, restApiId!, (api) => {
    const resource = requireResource(api, resourceId!);
    if (resource.parentId === undefined) throw badRequest('Root resource cannot be updated.');
    applyPatch(resource, patchOperations, RULES);
    const parent = requireResource(api, resource.parentId);
    if (parent.id === resource.id || parent.path.startsWith(`${resource.path}/`))
      throw badRequest('Resources cannot be cyclical.');
    checkChild(api, parent, resource.pathPart!, resource.id);
    renewPaths(api, resource);
    return resourceOutput(resource, false);
  }),
);
