import { AsyncQueue } from '../../delivery/async-queue.ts';
import type { Host } from '../service.ts';
import { runAsyncEvent } from './async-events.ts';
import { CodeDownloads } from './code-downloads.ts';
import { ConcurrencyLedger } from './concurrency.ts';
import { Preparation } from './preparation.ts';
import { RecentInvocations } from './recent-invocations.ts';
import type { LambdaState } from './state.ts';
import { VersionStore } from './store/versions.ts';
import { Targets } from './targets.ts';

/** How many of the lately invoked functions a restart makes ready before anyone asks. */
const WARMED_AT_START = 3;

/** Takes up what an earlier process left: functions that were Pending, events that had not run. */
export async function startLambda(host: Host): Promise<LambdaState> {
  const { storage, engine, clock, logger, sealer, blobs, signal } = host;
  const versions = new VersionStore(sealer);
  const state: LambdaState = {
    host,
    versions,
    targets: new Targets(storage, clock, versions),
    concurrency: new ConcurrencyLedger(),
    preparation: new Preparation({ storage, engine, versions, logger, clock, signal }),
    queue: new AsyncQueue({ storage, clock, logger, run: (event) => runAsyncEvent(state, event) }),
    downloads: new CodeDownloads(sealer, blobs, host.endpoint),
    recent: new RecentInvocations(storage, clock, logger),
  };
  // The engine ends running functions before services stop: what they answer then is not to be taken for an end.
  signal.addEventListener('abort', () => state.queue.stop(), { once: true });
  await state.preparation.resume();
  await state.queue.start();
  void warmRecent(state);
  return state;
}

export async function stopLambda(state: LambdaState): Promise<void> {
  state.queue.stop();
  state.targets.close();
  await state.recent.flush();
}

async function warmRecent({ recent, targets, host }: LambdaState): Promise<void> {
  try {
    for (const key of await recent.latest(WARMED_AT_START)) {
      const { first } = await targets.find(key);
      if (!first.blocked && !host.signal.aborted) await host.engine.prepare(first.spec);
    }
  } catch (cause) {
    host.logger.warn('functions invoked lately were not made ready ahead of their first invocation', { cause });
  }
}
