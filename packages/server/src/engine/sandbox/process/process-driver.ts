import { createHash } from 'node:crypto';
import { mkdirSync, realpathSync } from 'node:fs';
import type { SandboxDriver } from '../sandbox.ts';
import type { Host } from './host.ts';
import { NamespacesDriver } from './namespaces-driver.ts';
import { PlainDriver } from './plain-driver.ts';

export interface ProcessDriverOptions {
  readonly host: Host;
  readonly runDirectory: string;
  /** CPUs that even the smallest function may use when they are free; 0 is AWS's own bound. */
  readonly cpuFloor: number;
}

/** The `process` driver in the strategy that the host allows. */
export function createProcessDriver({ host, runDirectory, cpuFloor }: ProcessDriverOptions): SandboxDriver {
  mkdirSync(runDirectory, { recursive: true });
  const directory = realpathSync(runDirectory);
  const name = createHash('sha256').update(directory).digest('hex').slice(0, 12);
  const options = { runDirectory: directory, name, cpuFloor, ...host };
  return host.capabilities.strategy === 'plain' ? new PlainDriver(options) : new NamespacesDriver(options);
}
