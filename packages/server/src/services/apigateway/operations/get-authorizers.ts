import { readApi } from '../lookup.ts';
import { operation } from '../operation.ts';
import { pageOf } from '../rules/paging.ts';

export const GetAuthorizers = operation('GetAuthorizers', async (call, input) =>
  pageOf(Object.values((await readApi(call, input.restApiId!)).authorizers), ({ id }) => id, input),
);
