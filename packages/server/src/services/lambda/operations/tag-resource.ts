import { maySetSystemTags } from '../../system-tags.ts';
import { requireFunction } from '../lookup.ts';
import { operation } from '../operation.ts';
import { mergeTags } from '../rules/tags.ts';
import { setTags } from '../store/functions.ts';
import type { LambdaTables } from '../store/tables.ts';
import { taggedFunction } from '../tag-resources.ts';

export const TagResource = operation('TagResource', async (call, input) => {
  const reference = taggedFunction(call, input.Resource!);
  await call.host.storage.write<LambdaTables, void>(async (tx) => {
    const { tags } = await requireFunction(tx, reference);
    await setTags(tx, reference, mergeTags(tags, input.Tags!, maySetSystemTags(call.principal)));
  });
  return {};
});
