import { operation } from '../operation.ts';
import { LIMITS } from '../rules/limits.ts';
import { sumCodeStorage } from '../store/code-storage.ts';
import { countFunctions, sumReservedConcurrency } from '../store/functions.ts';
import type { LambdaTables } from '../store/tables.ts';

export const GetAccountSettings = operation('GetAccountSettings', async (call) => {
  const usage = await call.host.storage.read<LambdaTables, { reserved: number; codeSize: number; functions: number }>(
    async (db) => ({
      reserved: await sumReservedConcurrency(db, call),
      codeSize: await sumCodeStorage(db, call.service.versions, call),
      functions: await countFunctions(db, call),
    }),
  );
  return {
    AccountLimit: {
      TotalCodeSize: LIMITS.codeStorageBytes,
      CodeSizeUnzipped: LIMITS.unzippedBytes,
      CodeSizeZipped: LIMITS.zipBytes,
      ConcurrentExecutions: LIMITS.concurrentExecutions,
      UnreservedConcurrentExecutions: LIMITS.concurrentExecutions - usage.reserved,
    },
    AccountUsage: { TotalCodeSize: usage.codeSize, FunctionCount: usage.functions },
  };
});
