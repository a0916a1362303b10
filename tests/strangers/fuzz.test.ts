import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Answer, ask } from './conversation.ts';
import { toBytes } from './message.ts';
import { MUTATIONS } from './mutations.ts';
import { faultOf } from './oracle.ts';
import { Random } from './random.ts';
import { type Recording, recordRequests } from './recordings.ts';
import { startWatched } from './watched-platform.ts';
import { askFunction, makeWorld } from './world.ts';

/** How long, and from which seed: HEARTH_FUZZ_SECONDS=600 HEARTH_FUZZ_SEED=1 npm test -- tests/strangers/fuzz.test.ts */
const SECONDS = Number(process.env['HEARTH_FUZZ_SECONDS'] ?? 20);
const SEED = Number(process.env['HEARTH_FUZZ_SEED'] ?? Date.now() % 2 ** 31);
const AT_ONCE = 8;
/** Idle it has 80 MB; eight bodies at once of up to 50 MB unpacked would show. */
const MEMORY_LIMIT_MB = 512;
const ENOUGH_FAULTS = 40;

test(`whatever is sent for ${SECONDS} s from seed ${SEED}, the answer is an answer`, async (t) => {
  await using platform = await startWatched();
  const world = await makeWorld(platform.endpoint);
  const recordings = await recordRequests(world);
  const faults: string[] = [];
  const endsAt = performance.now() + SECONDS * 1000;
  let sent = 0;

  async function stranger(number: number): Promise<void> {
    for (let round = 0; performance.now() < endsAt && faults.length < ENOUGH_FAULTS; round++) {
      const seed = SEED + number * 1_000_003 + round * 7_919;
      const { what, bytes, judge } = badRequest(recordings, new Random(seed));
      const fault = judge(await ask(platform.port, bytes));
      if (fault !== null) faults.push(`seed ${seed}, ${what}: ${fault}\n${bytes.toString('latin1', 0, 1200)}`);
      sent += 1;
    }
  }

  await Promise.all(Array.from({ length: AT_ONCE }, (_, number) => stranger(number)));
  t.diagnostic(`${sent} requests from seed ${SEED}, peak memory ${platform.memoryMb().peak} MB`);
  const found = { faults, bugs: platform.bugs().slice(0, ENOUGH_FAULTS), filesOutside: platform.filesOutside() };
  assert.deepEqual(found, { faults: [], bugs: [], filesOutside: [] });
  assert.ok(platform.memoryMb().peak < MEMORY_LIMIT_MB, `${platform.memoryMb().peak} MB`);
  assert.deepEqual(await askFunction(world), { echo: { n: 1 } });
  assert.ok(sent > SECONDS, `${sent} requests only`);
});

interface BadRequest {
  readonly what: string;
  readonly bytes: Buffer;
  readonly judge: (answer: Answer) => string | null;
}

/** A real request with one to three things wrong. */
function badRequest(recordings: readonly Recording[], random: Random): BadRequest {
  const { name, dialect, message: original } = random.pick(recordings);
  const mutations = Array.from({ length: 1 + random.below(3) }, () => random.pick(MUTATIONS));
  const message = mutations.reduce((changed, mutation) => mutation.apply(changed, random), original);
  const known = mutations.every(({ keepsProtocol }) => keepsProtocol) ? dialect : null;
  return {
    what: `${name} with ${mutations.map((mutation) => mutation.name).join(', ')}`,
    bytes: toBytes(message),
    judge: (answer) => faultOf(answer, known, message.method),
  };
}
