import { requireFunction } from '../lookup.ts';
import { operation } from '../operation.ts';
import type { FunctionRecord } from '../store/functions.ts';
import type { LambdaTables } from '../store/tables.ts';
import { taggedFunction } from '../tag-resources.ts';

export const ListTags = operation('ListTags', async (call, input) => {
  const reference = taggedFunction(call, input.Resource!);
  const { tags } = await call.host.storage.read<LambdaTables, FunctionRecord>((db) => requireFunction(db, reference));
  return { Tags: { ...tags } };
});
