import { requireFunction } from '../lookup.ts';
import { operation } from '../operation.ts';
import { setTags } from '../store/functions.ts';
import type { LambdaTables } from '../store/tables.ts';
import { taggedFunction } from '../tag-resources.ts';

export const UntagResource = operation('UntagResource', async (call, input) => {
  const reference = taggedFunction(call, input.Resource!);
  const removed = new Set(input.TagKeys);
  await call.host.storage.write<LambdaTables, void>(async (tx) => {
    const { tags } = await requireFunction(tx, reference);
    await setTags(tx, reference, Object.fromEntries(Object.entries(tags).filter(([key]) => !removed.has(key))));
  });
  return {};
});
