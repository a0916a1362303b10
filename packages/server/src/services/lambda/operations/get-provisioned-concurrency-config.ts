import { provisionedConcurrencyNotFound } from '../errors.ts';
import type { FunctionVersion } from '../function-version.ts';
import { ownFunction, requireVersion } from '../lookup.ts';
import { operation } from '../operation.ts';
import type { LambdaTables } from '../store/tables.ts';

/** No version has one yet: PutProvisionedConcurrencyConfig is not implemented. */
export const GetProvisionedConcurrencyConfig = operation('GetProvisionedConcurrencyConfig', async (call, input) => {
  const reference = ownFunction(call, input.FunctionName, input.Qualifier);
  await call.host.storage.read<LambdaTables, FunctionVersion>((db) => requireVersion(call, db, reference));
  throw provisionedConcurrencyNotFound();
});
