import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { DrivenClock } from '../kernel/driven-clock.ts';
import { uuid } from '../kernel/ids.ts';
import { silentLogger } from '../kernel/logger.ts';
import type { Storage } from '../storage/storage.ts';
import { openSqliteStorage } from '../storage/sqlite/open-sqlite-storage.ts';
import type { AsyncEvent, DeliveryTables } from './async-events.ts';
import { AsyncQueue, type RunOutcome } from './async-queue.ts';

let directory: string;
let storage: Storage;
let clock: DrivenClock;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hearth-queue-'));
  storage = openStorage();
  clock = new DrivenClock();
});

afterEach(async () => {
  await storage.close();
  await rm(directory, { recursive: true });
});

function openStorage(): Storage {
  return openSqliteStorage({ file: join(directory, 'state.db'), durability: 'process', logger: silentLogger });
}

async function openQueue(run: (event: AsyncEvent) => Promise<RunOutcome>, parallelism?: number): Promise<AsyncQueue> {
  const queue = new AsyncQueue({ storage, clock, logger: silentLogger, run, ...(parallelism ? { parallelism } : {}) });
  await queue.start();
  return queue;
}

function event(payload: string, functionName = 'hello'): AsyncEvent {
  return {
    requestId: uuid(),
    account: '000000000000',
    region: 'us-east-1',
    functionName,
    payload: Buffer.from(payload),
    acceptedAt: clock.now(),
    returns: 0,
  };
}

function countRows(): Promise<number> {
  return storage.read<DeliveryTables, number>(
    async (db) => (await db.selectFrom('delivery_async_events').select('request_id').execute()).length,
  );
}

const text = ({ payload }: AsyncEvent) => Buffer.from(payload).toString();

test('an event is committed before it is accepted, runs once, and leaves no row', async () => {
  const ran: string[] = [];
  let rowsWhileRunning = 0;
  const queue = await openQueue(async (event) => {
    rowsWhileRunning = await countRows();
    ran.push(text(event));
    return 'finished';
  });
  await queue.enqueue(event('one'));
  await queue.idle();
  assert.deepEqual([ran, rowsWhileRunning, await countRows()], [['one'], 1, 0]);
});

test('an event whose run a dying platform cut short runs again at the next start', async () => {
  const started = Promise.withResolvers<void>();
  const never = new Promise<RunOutcome>(() => {});
  const first = await openQueue(() => (started.resolve(), never));
  await first.enqueue(event('lost'));
  await started.promise;
  await storage.close();
  storage = openStorage();
  const ran: AsyncEvent[] = [];
  const second = await openQueue(async (event) => (ran.push(event), 'finished'));
  await second.idle();
  assert.deepEqual(ran.map(text), ['lost']);
  assert.equal(await countRows(), 0);
});

test('a throttled event comes back after one second, then two, then four', async () => {
  const times: number[] = [];
  const start = clock.now();
  const ran = new EventCounter();
  const queue = await openQueue(async () => {
    times.push(clock.now() - start);
    ran.add();
    return times.length < 4 ? 'returned' : 'finished';
  });
  await queue.enqueue(event('busy'));
  for (let attempt = 1; attempt < 4; attempt++) {
    await queue.idle();
    await clock.advance(1000 * 2 ** (attempt - 1));
    await ran.reaches(attempt + 1);
  }
  await queue.idle();
  assert.deepEqual(times, [0, 1000, 3000, 7000]);
  assert.equal(await countRows(), 0);
});

test('a fault of the platform counts as returned, not as run', async () => {
  let attempts = 0;
  const ran = new EventCounter();
  const queue = await openQueue(async () => {
    ran.add();
    if (attempts++ === 0) throw new Error('no environment');
    return 'finished';
  });
  await queue.enqueue(event('again'));
  await queue.idle();
  assert.equal(await countRows(), 1);
  await clock.advance(1000);
  await ran.reaches(2);
  await queue.idle();
  assert.equal(await countRows(), 0);
});

test('an event that would be older than six hours is given up', async () => {
  const queue = await openQueue(async () => 'returned');
  await queue.enqueue({ ...event('old'), acceptedAt: clock.now() - 6 * 3_600_000 + 500 });
  await queue.idle();
  assert.equal(await countRows(), 0);
});

test('no more of one function run at once than the parallelism, and all of them run', async () => {
  let running = 0;
  let most = 0;
  const ran: string[] = [];
  const queue = await openQueue(async (event) => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setImmediate(resolve));
    running--;
    ran.push(text(event));
    return 'finished';
  }, 3);
  const wanted = Array.from({ length: 40 }, (_, index) => `${index}`);
  await Promise.all(wanted.map((payload) => queue.enqueue(event(payload))));
  await queue.idle();
  assert.equal(most, 3);
  assert.deepEqual(ran.toSorted(byNumber), wanted);
  assert.equal(await countRows(), 0);
});

test('a function that is stuck does not hold up another', async () => {
  const stuck = Promise.withResolvers<RunOutcome>();
  const other = Promise.withResolvers<void>();
  const queue = await openQueue(async (event) => {
    if (event.functionName === 'stuck') return stuck.promise;
    other.resolve();
    return 'finished';
  }, 1);
  await queue.enqueue(event('a', 'stuck'));
  await queue.enqueue(event('b', 'other'));
  await other.promise;
  stuck.resolve('finished');
  await queue.idle();
});

test('after stop nothing new starts and a returned event keeps its row', async () => {
  const entered = Promise.withResolvers<void>();
  const outcome = Promise.withResolvers<RunOutcome>();
  const queue = await openQueue(() => (entered.resolve(), outcome.promise), 1);
  await queue.enqueue(event('running'));
  await queue.enqueue(event('waiting'));
  await entered.promise;
  queue.stop();
  outcome.resolve('returned');
  await queue.idle();
  assert.equal(await countRows(), 2);
});

/** Lets a test wait for the n-th run without sleeping. */
class EventCounter {
  #count = 0;
  #waiting: { at: number; resolve: () => void }[] = [];

  add(): void {
    this.#count++;
    for (const { at, resolve } of this.#waiting) if (this.#count >= at) resolve();
  }

  reaches(at: number): Promise<void> {
    return new Promise((resolve) => (this.#count >= at ? resolve() : this.#waiting.push({ at, resolve })));
  }
}

function byNumber(left: string, right: string): number {
  return Number(left) - Number(right);
}

test('an event that was accepted before the clock was set back by a day runs after a restart, not a day later', async () => {
  await clock.advance(24 * 60 * 60 * 1000);
  const before = await openQueue(async () => 'returned');
  await before.enqueue(event('early'));
  before.stop();
  clock = new DrivenClock();
  const ran: string[] = [];
  const after = await openQueue(async ({ payload }) => {
    ran.push(Buffer.from(payload).toString());
    return 'finished';
  });
  await after.idle();
  assert.deepEqual(ran, ['early']);
  after.stop();
});
