import { ownFunction, requireFunction } from '../lookup.ts';
import { operation } from '../operation.ts';
import type { FunctionRecord } from '../store/functions.ts';
import type { LambdaTables } from '../store/tables.ts';

export const GetFunctionConcurrency = operation('GetFunctionConcurrency', async (call, input) => {
  const reference = ownFunction(call, input.FunctionName);
  const { reservedConcurrency } = await call.host.storage.read<LambdaTables, FunctionRecord>((db) =>
    requireFunction(db, reference),
  );
  return reservedConcurrency === null ? {} : { ReservedConcurrentExecutions: reservedConcurrency };
});
