import { notImplemented } from '../../../kernel/errors.ts';
import type { FunctionVersion } from '../function-version.ts';
import { ownFunction, requireVersion } from '../lookup.ts';
import { operation } from '../operation.ts';
import { qualifiedArn } from '../rules/function-names.ts';
import type { LambdaTables } from '../store/tables.ts';

/** Runtimes are what is installed on the host, so `Auto` is what happens; a pinned build cannot be promised. */
export const PutRuntimeManagementConfig = operation(
  'PutRuntimeManagementConfig',
  async (call, input) => {
    if (input.UpdateRuntimeOn !== 'Auto') throw notImplemented(`UpdateRuntimeOn ${input.UpdateRuntimeOn}`);
    const reference = ownFunction(call, input.FunctionName, input.Qualifier);
    await call.host.storage.read<LambdaTables, FunctionVersion>((db) => requireVersion(call, db, reference));
    return {
      UpdateRuntimeOn: 'Auto' as const,
      FunctionArn: qualifiedArn({ ...reference, qualifier: reference.qualifier ?? '$LATEST' }),
    };
  },
  { refuses: ['RuntimeVersionArn'] },
);
