import type { Tag } from '@aws-sdk/client-iam';
import type { IamCall } from './operation.ts';
import { pageOf } from './rules/paging.ts';
import { checkTagCount, checkTags } from './rules/tags.ts';
import type { IamRows } from './store.ts';

/** The unique id of what carries the tags; throws NoSuchEntity. */
export type TagOwner = (rows: IamRows) => Promise<{ readonly id: string }>;

export async function tag(call: IamCall, ownerOf: TagOwner, tags: readonly Tag[] | undefined) {
  const added = checkTags(tags);
  await call.service.store.write(call.account, async (rows) => {
    const { id } = await ownerOf(rows);
    checkTagCount(
      (await rows.tags(id)).map(({ key }) => key),
      added,
    );
    await rows.putTags(id, added);
  });
  return {};
}

/** Keys that are not there are no error. */
export async function untag(call: IamCall, ownerOf: TagOwner, keys: readonly string[]) {
  await call.service.store.write(call.account, async (rows) => rows.deleteTags((await ownerOf(rows)).id, keys));
  return {};
}

export async function listTags(call: IamCall, ownerOf: TagOwner, input: Parameters<typeof pageOf>[2]) {
  const tags = await call.service.store.read(call.account, async (rows) => rows.tags((await ownerOf(rows)).id));
  const { items, more } = pageOf(tags, ({ key }) => key, input);
  return { Tags: items.map(({ key, value }) => ({ Key: key, Value: value })), ...more };
}
