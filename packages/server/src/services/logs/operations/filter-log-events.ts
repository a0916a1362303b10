import type { FilteredLogEvent, FilterLogEventsCommandInput } from '@aws-sdk/client-cloudwatch-logs';
import { notImplemented } from '../../../kernel/errors.ts';
import type { Call } from '../../service.ts';
import { invalidParameter, streamNotFound } from '../errors.ts';
import type { EventSource } from '../block-reader.ts';
import { groupMeant } from '../lookup.ts';
import { operation } from '../operation.ts';
import { openToken, sealToken } from '../page-token.ts';
import { compileFilterPattern } from '../rules/filter-pattern/compile.ts';
import { eventId, type Position } from '../rules/position.ts';
import { oldestKept } from '../rules/retention.ts';
import { checkTimeRange, MAX_PAGE_EVENTS } from '../rules/time-range.ts';
import { type FoundEvent, searchEvents } from '../search.ts';
import type { LogsState } from '../state.ts';
import type { GroupRow } from '../tables.ts';

/**
 * `interleaved` "is ignored and the value is assumed to be true" on AWS too; `unmask` changes nothing where no data
 * protection policy masks. searchedLogStreams is always empty, as AWS answers since 2020.
 */
export const FilterLogEvents = operation('FilterLogEvents', async (call, input) => {
  if (input.startFromHead === false) throw notImplemented('FilterLogEvents with startFromHead: false');
  checkTimeRange(input);
  const matches = compileFilterPattern(input.filterPattern ?? '');
  const group = await groupMeant(call, input);
  const start = openToken<Position>(call, 'FilterLogEvents', input.nextToken);
  const source = await sourceOf(call, group, input);
  await call.service.settled();
  const { found, next } = await searchEvents(call.service.events, matches, {
    source,
    from: Math.max(input.startTime ?? 0, oldestKept(call.host.clock.now(), group.retentionDays)),
    ...(input.endTime !== undefined && { to: input.endTime }),
    ...(start && { start }),
    limit: input.limit ?? MAX_PAGE_EVENTS,
  });
  const events = await describe(call, found);
  return { events, searchedLogStreams: [], ...(next && { nextToken: sealToken(call, 'FilterLogEvents', next) }) };
});

async function sourceOf(
  call: Call<LogsState>,
  group: GroupRow,
  { logStreamNames, logStreamNamePrefix }: FilterLogEventsCommandInput,
): Promise<EventSource> {
  if (logStreamNames && logStreamNamePrefix !== undefined) {
    throw invalidParameter('logStreamNames and logStreamNamePrefix are mutually exclusive parameters.');
  }
  if (logStreamNamePrefix !== undefined) {
    const streams = await call.service.store.streams(group.id, { prefix: logStreamNamePrefix });
    return { groupId: group.id, streamIds: streams.map(({ id }) => id) };
  }
  if (!logStreamNames) return { groupId: group.id };
  const streams = await call.service.store.streamsNamed(group.id, logStreamNames);
  if (streams.length < new Set(logStreamNames).size) throw streamNotFound();
  const [only, ...more] = streams;
  return only && more.length === 0
    ? { streamId: only.id }
    : { groupId: group.id, streamIds: streams.map(({ id }) => id) };
}

/** Events whose stream is gone meanwhile are gone with it. */
async function describe(call: Call<LogsState>, found: readonly FoundEvent[]): Promise<FilteredLogEvent[]> {
  const streams = await call.service.store.streamsById([...new Set(found.map(({ streamId }) => streamId))]);
  const names = new Map(streams.map(({ id, name }) => [id, name]));
  return found
    .filter(({ streamId }) => names.has(streamId))
    .map((event) => ({
      logStreamName: names.get(event.streamId),
      timestamp: event.timestamp,
      message: event.message,
      ingestionTime: event.ingestedAt,
      eventId: eventId(event, event.streamId),
    }));
}
