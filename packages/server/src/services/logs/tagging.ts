import type { Call } from '../service.ts';
import { isSystemTag, maySetSystemTags } from '../system-tags.ts';
import { invalidParameter, tooManyTags } from './errors.ts';
import { groupNamed } from './lookup.ts';
import { groupArn, groupNameFrom } from './rules/names.ts';
import type { LogsState } from './state.ts';
import type { GroupRow } from './tables.ts';

/** TagResource: "You can associate as many as 50 tags with a CloudWatch Logs resource". */
const MAX_TAGS = 50;

/** Log groups are the only resources here that take tags. */
export function taggedGroup(call: Call<LogsState>, arn = ''): Promise<GroupRow> {
  if (!arn.startsWith('arn:')) throw invalidParameter('The specified resource ARN is invalid.');
  return groupNamed(call, groupNameFrom(call, arn));
}

/** @throws TooManyTagsException */
export async function addTags(
  call: Call<LogsState>,
  group: GroupRow,
  tags: Readonly<Record<string, string>>,
): Promise<void> {
  checkTagKeys(call, Object.keys(tags));
  if (!(await call.service.store.putTags(group.id, tags, MAX_TAGS))) throw tooManyTags(groupArn(call, group.name));
}

/** Keys that AWS reserves are set by CloudFormation only, and removed by nobody. @throws InvalidParameterException */
export function checkTagKeys({ principal }: Pick<Call, 'principal'>, keys: readonly string[]): void {
  if (keys.some((key) => isSystemTag(key)) && !maySetSystemTags(principal)) {
    throw invalidParameter('aws: prefixed tag key names are not allowed for external use.');
  }
}
