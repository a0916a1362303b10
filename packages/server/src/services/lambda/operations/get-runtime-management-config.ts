import type { FunctionVersion } from '../function-version.ts';
import { ownFunction, requireVersion } from '../lookup.ts';
import { operation } from '../operation.ts';
import { qualifiedArn } from '../rules/function-names.ts';
import type { LambdaTables } from '../store/tables.ts';

export const GetRuntimeManagementConfig = operation('GetRuntimeManagementConfig', async (call, input) => {
  const reference = ownFunction(call, input.FunctionName, input.Qualifier);
  await call.host.storage.read<LambdaTables, FunctionVersion>((db) => requireVersion(call, db, reference));
  return {
    UpdateRuntimeOn: 'Auto' as const,
    FunctionArn: qualifiedArn({ ...reference, qualifier: reference.qualifier ?? '$LATEST' }),
  };
});
