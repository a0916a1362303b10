import { notImplemented } from '../../../kernel/errors.ts';
import { badRequest } from '../errors.ts';
import { requireApi } from '../lookup.ts';
import { operation } from '../operation.ts';
import { apiOutput } from '../outputs.ts';
import { newId } from '../rules/ids.ts';
import { checkEndpoint, newApi } from '../rules/new-api.ts';
import { newTags } from '../tagging.ts';

export const CreateRestApi = operation(
  'CreateRestApi',
  async (call, input) => {
    if (!input.name) throw badRequest('API name cannot be blank');
    const { cloneFrom } = input;
    if (input.policy) throw notImplemented("CreateRestApi's policy");
    if ((input.minimumCompressionSize ?? -1) >= 0) throw notImplemented("CreateRestApi's minimumCompressionSize");
    const fields = {
      name: input.name,
      description: input.description,
      version: input.version,
      createdAt: call.host.clock.now(),
      endpointConfiguration: checkEndpoint(input.endpointConfiguration),
      disableExecuteApiEndpoint: input.disableExecuteApiEndpoint ?? false,
      tags: newTags(call, input.tags),
      ...(input.apiKeySource ? { apiKeySource: input.apiKeySource } : {}),
      ...(input.binaryMediaTypes ? { binaryMediaTypes: input.binaryMediaTypes } : {}),
    };
    return call.service.store.write(async (rows) => {
      const original = cloneFrom ? await requireApi(call, rows, cloneFrom) : {};
      const api = newApi({ ...original, ...fields, id: newId(10, call) });
      await rows.insertApi(call, api);
      return apiOutput(api);
    });
  },
  { refuses: ['securityPolicy', 'endpointAccessMode'] },
);
