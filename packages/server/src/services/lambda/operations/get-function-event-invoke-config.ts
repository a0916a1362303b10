import { notFound } from '../errors.ts';
import { ownFunction } from '../lookup.ts';
import { operation } from '../operation.ts';
import { functionArn } from '../rules/function-names.ts';
import { findFunction, type FunctionRecord } from '../store/functions.ts';
import type { LambdaTables } from '../store/tables.ts';

/** No function has one yet: PutFunctionEventInvokeConfig is not implemented. */
export const GetFunctionEventInvokeConfig = operation('GetFunctionEventInvokeConfig', async (call, input) => {
  const reference = ownFunction(call, input.FunctionName, input.Qualifier);
  const found = await call.host.storage.read<LambdaTables, FunctionRecord | null>((db) => findFunction(db, reference));
  if (!found) throw notFound("The function doesn't exist.");
  throw notFound(
    `The function ${functionArn(reference)}:${reference.qualifier ?? '$LATEST'} doesn't have an EventInvokeConfig`,
  );
});
