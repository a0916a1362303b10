import { ownFunction, requireFunction } from '../lookup.ts';
import { operation } from '../operation.ts';
import { setReservedConcurrency } from '../store/functions.ts';
import type { LambdaTables } from '../store/tables.ts';

export const DeleteFunctionConcurrency = operation('DeleteFunctionConcurrency', async (call, input) => {
  const reference = ownFunction(call, input.FunctionName);
  await call.host.storage.write<LambdaTables, void>(async (tx) => {
    await requireFunction(tx, reference);
    await setReservedConcurrency(tx, reference, null);
  });
  return {};
});
