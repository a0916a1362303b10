import type { DescribeLogGroupsCommandInput, LogGroup } from '@aws-sdk/client-cloudwatch-logs';
import type { Call } from '../../service.ts';
import { invalidParameter } from '../errors.ts';
import { operation } from '../operation.ts';
import { openToken, sealToken } from '../page-token.ts';
import { groupArn, groupNameFrom } from '../rules/names.ts';
import type { LogsState } from '../state.ts';
import type { GroupQuery } from '../store.ts';
import type { GroupRow } from '../tables.ts';

export const DescribeLogGroups = operation('DescribeLogGroups', async (call, input) => {
  const { limit = 50 } = input;
  checkFilters(input);
  const query = {
    ...queryOf(call, input),
    after: openToken<string>(call, 'DescribeLogGroups', input.nextToken),
    limit: limit + 1,
  };
  if (leavesNothing(call, input)) return { logGroups: [] };
  const found = await call.service.store.groups(call, query);
  const page = found.slice(0, limit);
  const logGroups = await describe(call, page, input.logGroupNamePattern !== undefined);
  const last = page.at(-1);
  return found.length > limit && last
    ? { logGroups, nextToken: sealToken(call, 'DescribeLogGroups', last.name) }
    : { logGroups };
});

function checkFilters({
  logGroupNamePrefix,
  logGroupNamePattern,
  logGroupIdentifiers,
  ...input
}: DescribeLogGroupsCommandInput): void {
  if (logGroupNamePrefix !== undefined && logGroupNamePattern !== undefined) {
    throw invalidParameter('LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.');
  }
  const others = [logGroupNamePrefix, logGroupNamePattern, input.logGroupClass, input.accountIdentifiers];
  if (logGroupIdentifiers && others.some((filter) => filter !== undefined)) {
    throw invalidParameter('LogGroup identifiers cannot be combined with other filters.');
  }
}

function queryOf(
  call: Call<LogsState>,
  { logGroupNamePrefix, logGroupNamePattern, logGroupIdentifiers }: DescribeLogGroupsCommandInput,
): Omit<GroupQuery, 'limit'> {
  return {
    ...(logGroupNamePrefix && { prefix: logGroupNamePrefix }),
    ...(logGroupNamePattern && { pattern: logGroupNamePattern }),
    ...(logGroupIdentifiers && { names: logGroupIdentifiers.map((identifier) => groupNameFrom(call, identifier)) }),
  };
}

/** Every group is STANDARD, and no other account is ever linked: with includeLinkedAccounts, an account list has to name the caller's. */
function leavesNothing(
  call: Call<LogsState>,
  { logGroupClass = 'STANDARD', includeLinkedAccounts, accountIdentifiers = [] }: DescribeLogGroupsCommandInput,
): boolean {
  const elsewhere =
    includeLinkedAccounts === true && accountIdentifiers.length > 0 && !accountIdentifiers.includes(call.account);
  return logGroupClass !== 'STANDARD' || elsewhere;
}

/** `brief`: "If you specify logGroupNamePattern in your request, then only arn, creationTime, and logGroupName are included". */
async function describe(call: Call<LogsState>, groups: readonly GroupRow[], brief: boolean): Promise<LogGroup[]> {
  if (brief) return groups.map((group) => identity(call, group));
  await call.service.settled();
  const storedBytes = await call.service.events.storedBytes(groups.map(({ id }) => id));
  return groups.map((group) => ({
    ...identity(call, group),
    ...(group.retentionDays !== null && { retentionInDays: group.retentionDays }),
    metricFilterCount: 0,
    storedBytes: storedBytes.get(group.id) ?? 0,
    logGroupClass: 'STANDARD',
    logGroupArn: groupArn(call, group.name),
    deletionProtectionEnabled: group.deletionProtected === 1,
  }));
}

function identity(call: Call<LogsState>, { name, createdAt }: GroupRow): LogGroup {
  return { logGroupName: name, creationTime: createdAt, arn: `${groupArn(call, name)}:*` };
}
