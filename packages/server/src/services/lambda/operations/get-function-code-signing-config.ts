import { ownFunction, requireFunction } from '../lookup.ts';
import { operation } from '../operation.ts';
import type { FunctionRecord } from '../store/functions.ts';
import type { LambdaTables } from '../store/tables.ts';

/** Empty for a function without one, and no function has one: CreateFunction refuses CodeSigningConfigArn. */
export const GetFunctionCodeSigningConfig = operation('GetFunctionCodeSigningConfig', async (call, input) => {
  const reference = ownFunction(call, input.FunctionName);
  await call.host.storage.read<LambdaTables, FunctionRecord>((db) => requireFunction(db, reference));
  return { CodeSigningConfigArn: undefined, FunctionName: undefined };
});
