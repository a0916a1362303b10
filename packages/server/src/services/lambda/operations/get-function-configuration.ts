import type { FunctionVersion } from '../function-version.ts';
import { ownFunction, requireVersion } from '../lookup.ts';
import { operation } from '../operation.ts';
import { toConfiguration } from '../rules/function-response.ts';
import type { LambdaTables } from '../store/tables.ts';

export const GetFunctionConfiguration = operation('GetFunctionConfiguration', async (call, input) => {
  const reference = ownFunction(call, input.FunctionName, input.Qualifier);
  const version = await call.host.storage.read<LambdaTables, FunctionVersion>((db) =>
    requireVersion(call, db, reference),
  );
  return toConfiguration(version, { qualifier: reference.qualifier });
});
