import type { Storm } from '../kit/storm.ts';
import { clockJumps } from './clock-jumps.ts';
import { coldBurst } from './cold-burst.ts';
import { diskFull } from './disk-full.ts';
import { hostileFunctions } from './hostile-functions.ts';
import { idleConnections } from './idle-connections.ts';
import { logWorkerKilled } from './log-worker-killed.ts';
import { platformKilled } from './platform-killed.ts';
import { postgresRestarted } from './postgres-restarted.ts';
import { processesKilled } from './processes-killed.ts';
import { slowPeers } from './slow-peers.ts';
import { twoPlatforms } from './two-platforms.ts';

export const storms: readonly Storm[] = [
  platformKilled,
  processesKilled,
  logWorkerKilled,
  diskFull,
  clockJumps,
  postgresRestarted,
  idleConnections,
  slowPeers,
  coldBurst,
  hostileFunctions,
  twoPlatforms,
];
