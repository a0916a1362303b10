import { resourceDoesNotExist } from '../errors.ts';
import { ownFunction } from '../lookup.ts';
import { operation } from '../operation.ts';

/** No function has a URL yet: CreateFunctionUrlConfig is not implemented. */
export const GetFunctionUrlConfig = operation('GetFunctionUrlConfig', async (call, input) => {
  ownFunction(call, input.FunctionName, input.Qualifier);
  throw resourceDoesNotExist();
});
