import assert from 'node:assert/strict';
import { describe, test, type TestContext } from 'node:test';
import {
  type Arbitrary,
  array,
  assert as check,
  asyncProperty,
  boolean,
  constantFrom,
  integer,
  oneof,
  record,
  tuple,
} from 'fast-check';
import type { Telemetry } from '../../storage/storage.ts';
import type { EventQuery } from './block-reader.ts';
import { EventStore } from './event-store.ts';
import { events } from './migrations/001-events.ts';
import { blocks } from './migrations/002-blocks.ts';

const GROUP = 7;
const AT = Date.UTC(2026, 10, 29);

interface Written {
  readonly streamId: number;
  readonly timestamp: number;
  readonly message: string;
}

/** Few moments, some far apart, so that events meet within a millisecond, within a block and across many. */
const moment = oneof(integer({ min: 0, max: 4 }), integer({ min: 0, max: 4_000 }));
const batch = record({
  streamId: integer({ min: 1, max: 3 }),
  offsets: array(moment, { minLength: 1, maxLength: 12 }),
});
const query = record({
  streams: constantFrom<readonly number[] | undefined>(undefined, [1], [2, 3], [1, 2, 3]),
  range: tuple(moment, moment),
  forward: boolean(),
  limit: integer({ min: 1, max: 5 }),
});

/** `open`: fresh telemetry, to be closed after the test. */
export function blockReaderContract(engine: string, open: (t: TestContext) => Promise<Telemetry>): void {
  describe(`packed events on ${engine}`, () => {
    test('pages are what a sorted list of the events would give, in both directions', async (t) => {
      const telemetry = await open(t);
      await telemetry.migrate('logs-events', [events, blocks]);
      await check(
        asyncProperty(array(batch, { maxLength: 40 }), query, async (batches, asked) => {
          await telemetry.write<{ logsBlocks: object }, unknown>((tx) => tx.deleteFrom('logsBlocks').execute());
          const store = new EventStore(telemetry);
          const written: Written[] = [];
          for (const { streamId, offsets } of batches) {
            const some = offsets.map((offset) => ({ timestamp: AT + offset, message: `${written.length}-${offset}` }));
            await store.appendDurably({ groupId: GROUP, streamId }, some, AT);
            written.push(...some.map((event) => ({ streamId, ...event })));
          }
          assert.deepEqual(await readAll(store, asked), expected(written, asked));
        }),
        { numRuns: 60 },
      );
    });

    test('events that lay in rows of their own are packed', async (t) => {
      const telemetry = await open(t);
      await telemetry.migrate('logs-events', [events]);
      const old = { groupId: GROUP, streamId: 1, ingestedAt: AT };
      await telemetry.appendDurably('logsEvents', [
        { ...old, timestamp: AT + 1, seq: 11, bytes: 32, message: 'second' },
        { ...old, timestamp: AT, seq: 10, bytes: 31, message: 'first' },
      ]);
      await telemetry.migrate('logs-events', [events, blocks]);
      const { events: page } = await new EventStore(telemetry).page({
        source: { streamId: 1 },
        from: 0,
        direction: 'forward',
        limit: 10,
      });
      assert.deepEqual(page, [
        { streamId: 1, timestamp: AT, seq: 10, ingestedAt: AT, message: 'first', bytes: 31 },
        { streamId: 1, timestamp: AT + 1, seq: 11, ingestedAt: AT, message: 'second', bytes: 32 },
      ]);
    });
  });
}

type Asked = typeof query extends Arbitrary<infer Value> ? Value : never;

/** Page by page; each begins where the last one ended. */
async function readAll(store: EventStore, { streams, range, forward, limit }: Asked): Promise<string[]> {
  const found: string[] = [];
  const asked: EventQuery = {
    source:
      streams?.length === 1 ? { streamId: streams[0]! } : { groupId: GROUP, ...(streams && { streamIds: streams }) },
    from: AT + Math.min(...range),
    to: AT + Math.max(...range),
    direction: forward ? 'forward' : 'backward',
    limit,
  };
  for (let start: EventQuery['start'] | undefined; ;) {
    const { events: page, more } = await store.page({ ...asked, ...(start && { start }) });
    assert.ok(page.length <= limit);
    found.push(...(forward ? page : page.toReversed()).map(({ message }) => message));
    start = forward ? page.at(-1) : page[0];
    if (!more) return found;
  }
}

/** By timestamp, then by arrival: the sort is stable. */
function expected(written: readonly Written[], { streams, range, forward }: Asked): string[] {
  const [from, to] = [AT + Math.min(...range), AT + Math.max(...range)];
  const messages = written
    .filter(
      ({ streamId, timestamp }) => (streams ?? [1, 2, 3]).includes(streamId) && timestamp >= from && timestamp <= to,
    )
    .toSorted((a, b) => a.timestamp - b.timestamp)
    .map(({ message }) => message);
  return forward ? messages : messages.toReversed();
}
