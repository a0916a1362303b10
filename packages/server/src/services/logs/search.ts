import type { EventQuery, StoredEvent } from './block-reader.ts';
import type { EventStore } from './event-store.ts';
import { type Matcher, matchEverything } from './rules/filter-pattern/compile.ts';
import { MAX_BATCH_BYTES } from './rules/batch.ts';
import type { Position } from './rules/position.ts';
import { MAX_PAGE_EVENTS } from './rules/time-range.ts';

export type FoundEvent = StoredEvent;

/** One call looks at no more than this many events; then it answers what it found and where to go on, as AWS does. */
const MAX_SEARCHED = 100_000;

/** Events of `query` that match, oldest first, up to its limit and 1 MB; `next` is where the search stopped short. */
export async function searchEvents(
  events: EventStore,
  matches: Matcher,
  query: Omit<EventQuery, 'direction'>,
): Promise<{ found: FoundEvent[]; next?: Position }> {
  const found: FoundEvent[] = [];
  const wanted = chosenStreams(query);
  let [bytes, searched, start] = [0, 0, query.start];
  const full = () => found.length >= query.limit || bytes >= MAX_BATCH_BYTES;
  for (;;) {
    const page = await events.page({
      ...query,
      direction: 'forward',
      limit: pageLimit(query, matches),
      ...(start && { start }),
    });
    for (const event of page.events) {
      if (full()) return { found, ...(start && { next: start }) };
      start = { timestamp: event.timestamp, seq: event.seq };
      if (!wanted(event.streamId) || !matches(event.message)) continue;
      found.push(event);
      bytes += event.bytes;
    }
    searched += page.events.length;
    if (!page.more) return { found };
    if (full() || searched >= MAX_SEARCHED) return { found, ...(start && { next: start }) };
  }
}

/** Without a pattern nothing is read in vain. */
function pageLimit({ limit }: Omit<EventQuery, 'direction'>, matches: Matcher): number {
  return matches === matchEverything ? limit : MAX_PAGE_EVENTS;
}

function chosenStreams({ source }: Omit<EventQuery, 'direction'>): (streamId: number) => boolean {
  if (!('streamIds' in source) || !source.streamIds) return () => true;
  const ids = new Set(source.streamIds);
  return (streamId) => ids.has(streamId);
}
