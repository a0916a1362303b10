import { notImplemented } from '../../../kernel/errors.ts';
import { entry, readApi } from '../lookup.ts';
import { operation } from '../operation.ts';

export const GetModel = operation('GetModel', async (call, { restApiId, modelName, flatten }) => {
  if (flatten) throw notImplemented("GetModel's flatten");
  return entry((await readApi(call, restApiId!)).models, modelName!, `Invalid model name specified: ${modelName}`);
});
