import { readApi } from '../lookup.ts';
import { operation } from '../operation.ts';
import { pageOf } from '../rules/paging.ts';

export const GetModels = operation('GetModels', async (call, input) =>
  pageOf(Object.values((await readApi(call, input.restApiId!)).models), ({ name }) => name, input),
);
