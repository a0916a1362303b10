import { requireFunction } from '../lookup.ts';
import { operation } from '../operation.ts';
import { withoutTags } from '../rules/tags.ts';
import { setTags } from '../store/functions.ts';
import type { LambdaTables } from '../store/tables.ts';
import { taggedFunction } from '../tag-resources.ts';

export const UntagResource = operation('UntagResource', async (call, input) => {
  const reference = taggedFunction(call, input.Resource!);
  await call.host.storage.write<LambdaTables, void>(async (tx) => {
    const { tags } = await requireFunction(tx, reference);
    await setTags(tx, reference, withoutTags(tags, input.TagKeys!));
  });
  return {};
});
