import type { Call } from '../service.ts';
import { groupNotFound, streamNotFound } from './errors.ts';
import { groupNameOf } from './rules/names.ts';
import type { LogsState } from './state.ts';
import type { GroupRow, StreamRow } from './tables.ts';

/** @throws ResourceNotFoundException */
export async function groupNamed(call: Call<LogsState>, name: string | undefined): Promise<GroupRow> {
  const group = name === undefined ? undefined : await call.service.store.group(call, name);
  if (!group) throw groupNotFound();
  return group;
}

/** The group that `logGroupName` or `logGroupIdentifier` means. */
export function groupMeant(
  call: Call<LogsState>,
  input: { logGroupName?: string; logGroupIdentifier?: string },
): Promise<GroupRow> {
  return groupNamed(call, groupNameOf(call, input));
}

/** @throws ResourceNotFoundException */
export async function streamNamed(
  call: Call<LogsState>,
  group: GroupRow,
  name: string | undefined,
): Promise<StreamRow> {
  const stream = name === undefined ? undefined : await call.service.store.stream(group.id, name);
  if (!stream) throw streamNotFound();
  return stream;
}
