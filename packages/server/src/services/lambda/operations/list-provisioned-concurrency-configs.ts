import { ownFunction, requireFunction } from '../lookup.ts';
import { operation } from '../operation.ts';
import type { FunctionRecord } from '../store/functions.ts';
import type { LambdaTables } from '../store/tables.ts';

/** Empty, whatever the page (Marker, MaxItems): no version has provisioned concurrency yet. */
export const ListProvisionedConcurrencyConfigs = operation('ListProvisionedConcurrencyConfigs', async (call, input) => {
  const reference = ownFunction(call, input.FunctionName);
  await call.host.storage.read<LambdaTables, FunctionRecord>((db) => requireFunction(db, reference));
  return { ProvisionedConcurrencyConfigs: [] };
});
