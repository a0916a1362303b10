import { changeApi, entry } from '../lookup.ts';
import { operation } from '../operation.ts';
import { checkModel } from '../rules/model.ts';
import { applyPatch, type PatchRule } from '../rules/patch.ts';

const RULES: readonly PatchRule[] = [
  { path: '/description', ops: ['replace'] },
  { path: '/schema', ops: ['replace'] },
];

export const UpdateModel = operation('UpdateModel', async (call, { restApiId, modelName, patchOperations }) =>
  changeApi(call, restApiId!, (api) => {
    const model = entry(api.models, modelName!, `Invalid model name specified: ${modelName}`);
    applyPatch(model, patchOperations, RULES);
    checkModel(api, model.name, model.schema);
    return model;
  }),
);
