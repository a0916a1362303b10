import { readApi } from '../lookup.ts';
import { operation } from '../operation.ts';
import { pageOf } from '../rules/paging.ts';

export const GetRequestValidators = operation('GetRequestValidators', async (call, input) =>
  pageOf(Object.values((await readApi(call, input.restApiId!)).requestValidators), ({ id }) => id, input),
);
