import { readApi } from '../lookup.ts';
import { operation } from '../operation.ts';
import { resourceOutput } from '../outputs.ts';
import { pageOf } from '../rules/paging.ts';

export const GetResources = operation('GetResources', async (call, input) => {
  const api = await readApi(call, input.restApiId!);
  const { items, ...more } = pageOf(Object.values(api.resources), ({ id }) => id, input);
  return {
    items: items.map((resource) => resourceOutput(resource, input.embed?.includes('methods') ?? false)),
    ...more,
  };
});
