import { conflict } from '../errors.ts';
import { changeApi } from '../lookup.ts';
import { operation } from '../operation.ts';
import { newId } from '../rules/ids.ts';
import { checkModel } from '../rules/model.ts';

export const CreateModel = operation(
  'CreateModel',
  async (call, { restApiId, name = '', schema, contentType, description }) =>
    changeApi(call, restApiId!, (api) => {
      checkModel(api, name, schema);
      if (Object.hasOwn(api.models, name)) throw conflict('Model name already exists for this REST API');
      return (api.models[name] = { id: newId(6), name, description, schema, contentType });
    }),
);
