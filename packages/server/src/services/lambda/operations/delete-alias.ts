import { ownFunction } from '../lookup.ts';
import { operation } from '../operation.ts';
import { deleteAlias } from '../store/aliases.ts';
import { countChange } from '../store/functions.ts';
import { deletePolicy } from '../store/policies.ts';
import type { LambdaTables } from '../store/tables.ts';

/** Succeeds for an alias that does not exist, as on AWS. */
export const DeleteAlias = operation('DeleteAlias', async (call, input) => {
  const reference = ownFunction(call, input.FunctionName);
  await call.host.storage.write<LambdaTables, void>(async (tx) => {
    await deleteAlias(tx, reference, input.Name!);
    await deletePolicy(tx, reference, input.Name!);
    await countChange(tx, reference);
  });
  return {};
});
