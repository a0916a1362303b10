import { notFound } from '../errors.ts';
import { ownFunction } from '../lookup.ts';
import { operation } from '../operation.ts';
import { findFunction, type FunctionRecord } from '../store/functions.ts';
import type { LambdaTables } from '../store/tables.ts';

/** Empty, whatever the page (Marker, MaxItems): no function has a URL yet. */
export const ListFunctionUrlConfigs = operation('ListFunctionUrlConfigs', async (call, input) => {
  const reference = ownFunction(call, input.FunctionName);
  const found = await call.host.storage.read<LambdaTables, FunctionRecord | null>((db) => findFunction(db, reference));
  if (!found) throw notFound('Function does not exist');
  return { FunctionUrlConfigs: [] };
});
