import type { AsyncQueue } from '../../delivery/async-queue.ts';
import type { Host } from '../service.ts';
import type { CodeDownloads } from './code-downloads.ts';
import type { ConcurrencyLedger } from './concurrency.ts';
import type { Preparation } from './preparation.ts';
import type { RecentInvocations } from './recent-invocations.ts';
import type { VersionStore } from './store/versions.ts';
import type { Targets } from './targets.ts';

/** What the service keeps while it runs; everything that must survive is in storage. */
export interface LambdaState {
  readonly host: Host;
  readonly versions: VersionStore;
  readonly targets: Targets;
  readonly concurrency: ConcurrencyLedger;
  readonly preparation: Preparation;
  readonly queue: AsyncQueue;
  readonly downloads: CodeDownloads;
  readonly recent: RecentInvocations;
}
