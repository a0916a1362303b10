import { ownFunction, requireFunction } from '../lookup.ts';
import { operation } from '../operation.ts';
import type { FunctionRecord } from '../store/functions.ts';
import type { LambdaTables } from '../store/tables.ts';

/** `Allow` is the truth: Hearth does not detect recursive loops yet, where AWS's default is `Terminate`. */
export const GetFunctionRecursionConfig = operation('GetFunctionRecursionConfig', async (call, input) => {
  const reference = ownFunction(call, input.FunctionName);
  await call.host.storage.read<LambdaTables, FunctionRecord>((db) => requireFunction(db, reference));
  return { RecursiveLoop: 'Allow' as const };
});
