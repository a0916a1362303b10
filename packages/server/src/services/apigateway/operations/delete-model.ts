import { conflict } from '../errors.ts';
import { changeApi, entry } from '../lookup.ts';
import { operation } from '../operation.ts';

export const DeleteModel = operation('DeleteModel', async (call, { restApiId, modelName }) => {
  await changeApi(call, restApiId!, (api) => {
    entry(api.models, modelName!, `Invalid model name specified: ${modelName}`);
    const methods = Object.values(api.resources).flatMap((resource) => Object.values(resource.methods));
    const inUse = methods.some(({ requestModels, methodResponses }) =>
      [requestModels, ...Object.values(methodResponses).map((response) => response.responseModels)].some((models) =>
        Object.values(models ?? {}).includes(modelName!),
      ),
    );
    if (inUse) throw conflict(`Cannot delete model '${modelName}', is referenced in method request: ${modelName}`);
    delete api.models[modelName!];
  });
  return {};
});
