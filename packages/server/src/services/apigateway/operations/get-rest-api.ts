import { readApi } from '../lookup.ts';
import { operation } from '../operation.ts';
import { apiOutput } from '../outputs.ts';

export const GetRestApi = operation('GetRestApi', async (call, { restApiId }) =>
  apiOutput(await readApi(call, restApiId!)),
);
