import { notImplemented } from '../../../kernel/errors.ts';
import { ownFunction, requireFunction } from '../lookup.ts';
import { operation } from '../operation.ts';
import type { FunctionRecord } from '../store/functions.ts';
import type { LambdaTables } from '../store/tables.ts';

export const PutFunctionRecursionConfig = operation('PutFunctionRecursionConfig', async (call, input) => {
  if (input.RecursiveLoop !== 'Allow') throw notImplemented(`RecursiveLoop ${input.RecursiveLoop}`);
  const reference = ownFunction(call, input.FunctionName);
  await call.host.storage.read<LambdaTables, FunctionRecord>((db) => requireFunction(db, reference));
  return { RecursiveLoop: 'Allow' as const };
});
