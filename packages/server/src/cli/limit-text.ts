import type { HostCapabilities } from '../engine/sandbox/sandbox.ts';

type Limit = HostCapabilities['memoryLimit' | 'cpuLimit' | 'processLimit'];

/** What limits a resource, in words; `limitedBy` begins the sentence where something does. */
export function limitText(limit: Limit, limitedBy: string): string {
  if (limit === 'none') return 'not limited';
  if (limit === 'watched') return 'watched, not limited by the kernel';
  return `${limitedBy} ${limit}`;
}
