import type { GetLogEventsCommandInput } from '@aws-sdk/client-cloudwatch-logs';
import type { EventPage } from '../event-store.ts';
import { groupMeant, streamNamed } from '../lookup.ts';
import { operation } from '../operation.ts';
import { checkTimeRange, MAX_PAGE_EVENTS } from '../rules/time-range.ts';
import { type Cursor, cursorsOf, formatCursor, parseCursor } from '../rules/position.ts';
import { oldestKept } from '../rules/retention.ts';

/** `unmask` changes nothing: without data protection policies no event is ever masked. */
export const GetLogEvents = operation('GetLogEvents', async (call, input) => {
  checkTimeRange(input);
  const group = await groupMeant(call, input);
  const { id: streamId } = await streamNamed(call, group, input.logStreamName);
  const { startTime = 0, endTime, limit = MAX_PAGE_EVENTS } = input;
  const given = input.nextToken === undefined ? undefined : parseCursor(input.nextToken, streamId);
  await call.service.settled();
  const page = await call.service.events.page({
    source: { streamId },
    from: Math.max(startTime, oldestKept(call.host.clock.now(), group.retentionDays)),
    ...(endTime !== undefined && { to: endTime - 1 }),
    direction: given?.direction ?? directionOf(input),
    ...(given && { start: given.position }),
    limit,
  });
  const { forward, backward } = nextCursors(page, given, startTime);
  return {
    events: page.events.map(({ timestamp, message, ingestedAt }) => ({
      timestamp,
      message,
      ingestionTime: ingestedAt,
    })),
    nextForwardToken: formatCursor(forward, streamId),
    nextBackwardToken: formatCursor(backward, streamId),
  };
});

function directionOf({ startFromHead = false }: GetLogEventsCommandInput): Cursor['direction'] {
  return startFromHead ? 'forward' : 'backward';
}

/** An empty page repeats the token it was asked with; without one, reading goes on where the range begins. */
function nextCursors(
  { events }: EventPage,
  given: Cursor | undefined,
  startTime: number,
): { forward: Cursor; backward: Cursor } {
  const [first, last] = [events[0], events.at(-1)];
  if (first && last)
    return { forward: { direction: 'forward', position: last }, backward: { direction: 'backward', position: first } };
  return cursorsOf(given ?? { direction: 'forward', position: { timestamp: startTime, seq: 0 } });
}
