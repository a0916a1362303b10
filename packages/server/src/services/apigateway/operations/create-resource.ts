import { changeApi, requireResource } from '../lookup.ts';
import { operation } from '../operation.ts';
import { resourceOutput } from '../outputs.ts';
import type { ResourceNode } from '../rules/api.ts';
import { newId } from '../rules/ids.ts';
import { checkChild, joinPath } from '../rules/paths.ts';

export const CreateResource = operation('CreateResource', async (call, { restApiId, parentId, pathPart = '' }) =>
  changeApi(call, restApiId!, (api) => {
    const parent = requireResource(api, parentId!);
    checkChild(api, parent, pathPart);
    const id = newId(6);
    const resource: ResourceNode = { id, parentId: parent.id, pathPart, path: joinPath(parent, pathPart), methods: {} };
    api.resources[id] = resource;
    return resourceOutput(resource, false);
  }),
);
