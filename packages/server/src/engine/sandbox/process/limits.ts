import { availableParallelism } from 'node:os';
import type { EnvironmentLimits } from './cgroups/environment-cgroups.ts';

/** "At 1,769 MB, a function has the equivalent of one vCPU" (Lambda developer guide, configuration-memory). */
const MEGABYTES_PER_CPU = 1769;

/** AWS allows 1,024 processes and threads per environment (Lambda quotas). */
export const PROCESSES = 1024;
/** AWS's default size of /tmp; sandboxes have it until they are taken. */
export const DEFAULT_TMP_MB = 512;

/**
 * The kernel's limits of a sandbox. What lies in /tmp (a tmpfs) is charged to the same group, but on AWS is no memory
 * of the function: the hard limit leaves room for it, and `Sandbox.enforceMemory` watches the rest.
 */
export function limitsOf(memoryMb: number, tmpMb: number, cpuFloor: number): EnvironmentLimits {
  return { memoryMb: memoryMb + tmpMb, processes: PROCESSES, ...cpuShareOf(memoryMb, cpuFloor) };
}

/**
 * CPU in proportion to memory. The weight holds it whenever functions compete; the quota is its upper bound.
 *
 * `floor` lifts the bound of small functions to that many CPUs: on AWS a 128 MB function has 7 % of a CPU because the
 * host is sold to others; here the rest would idle, and a 50 ms handler would take 700. With floor 0 it is AWS's bound.
 */
function cpuShareOf(memoryMb: number, floor: number): { cpuShares: number; cpuQuota: number } {
  const cpus = memoryMb / MEGABYTES_PER_CPU;
  return { cpuShares: Math.round(cpus * 1024), cpuQuota: Math.min(availableParallelism(), Math.max(cpus, floor)) };
}
