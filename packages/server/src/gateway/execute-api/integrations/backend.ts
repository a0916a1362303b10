import type { Clock } from '../../../kernel/clock.ts';
import type { Logger } from '../../../kernel/logger.ts';
import { GatewayFault } from '../fault.ts';
import type { UserPrograms } from '../user-programs/user-programs.ts';
import type { Invokers } from './invokers.ts';

/** What integrations need of the platform. */
export interface Backend {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly programs: UserPrograms;
  readonly invokers: Invokers;
}

/** Rejects with INTEGRATION_TIMEOUT when `work` has not ended in time; the work itself goes on, as on AWS. */
export function withinTime<T>(work: Promise<T>, timeoutMs: number, clock: Clock): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = clock.schedule(timeoutMs, () => reject(new GatewayFault('INTEGRATION_TIMEOUT')));
    work.then(resolve, reject).finally(() => timer.cancel());
  });
}
