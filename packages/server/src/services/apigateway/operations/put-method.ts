import { conflict } from '../errors.ts';
import { changeApi, requireResource } from '../lookup.ts';
import { operation } from '../operation.ts';
import { methodOutput } from '../outputs.ts';
import { newMethod } from '../rules/method.ts';

export const PutMethod = operation(
  'PutMethod',
  async (call, input) =>
    changeApi(call, input.restApiId!, (api) => {
      const resource = requireResource(api, input.resourceId!);
      const method = newMethod(api, input);
      if (Object.hasOwn(resource.methods, method.httpMethod)) throw conflict('Method already exists for this resource');
      resource.methods[method.httpMethod] = method;
      return methodOutput(method);
    }),
  { refuses: ['authorizationScopes'] },
);
