import { operation } from '../operation.ts';
import { apiOutput } from '../outputs.ts';
import { pageOf } from '../rules/paging.ts';

export const GetRestApis = operation('GetRestApis', async (call, input) => {
  const apis = await call.service.store.read((rows) => rows.apis(call));
  return pageOf(apis.map(apiOutput), ({ id }) => id!, input);
});
