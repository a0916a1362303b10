import { conflict } from '../errors.ts';
import { changeApi, entry } from '../lookup.ts';
import { operation } from '../operation.ts';
import { userOfModel } from '../rules/model-users.ts';

export const DeleteModel = operation('DeleteModel', async (call, { restApiId, modelName }) => {
  await changeApi(call, restApiId!, (api) => {
    entry(api.models, modelName!, `Invalid model name specified: ${modelName}`);
    const user = userOfModel(api, modelName!);
    if (user) throw conflict(`Cannot delete model '${modelName}', is referenced in ${user}`);
    delete api.models[modelName!];
  });
  return {};
});
