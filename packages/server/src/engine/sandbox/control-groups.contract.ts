import assert from 'node:assert/strict';
import { it } from 'node:test';
import { outputOf } from './sandbox-output.ts';
import type { HostCapabilities, Sandbox, SandboxCommand, SandboxDriver, TakePlan } from './sandbox.ts';

/** For hosts with control groups. */
export function controlGroupsContract(
  driver: () => SandboxDriver,
  boot: (script: string, over?: Partial<SandboxCommand>) => Sandbox,
  plan: () => TakePlan,
): void {
  it('has put a command into its control groups before the function’s files come', async () => {
    const groups = groupsOf(driver().capabilities);
    const sandbox = boot('read root <&3; cat /proc/self/cgroup', { env: { PATH: '/usr/bin:/bin' } });
    await sandbox.take(plan()).bound;
    sandbox.socket.write('\n');
    const entered = await outputOf(sandbox);
    for (const group of groups) assert.match(entered, group);
  });
}

/** As lines of /proc/self/cgroup: `4:memory:/…/hearth-0123456789ab/0-7`, `0::/…` for version 2. */
function groupsOf({ memoryLimit, cpuLimit, processLimit, freeze }: HostCapabilities): RegExp[] {
  const version1 = { memory: memoryLimit, cpu: cpuLimit, pids: processLimit };
  const lines = Object.entries(version1)
    .filter(([, limit]) => limit === 'cgroup-v1')
    .map(([controller]) => new RegExp(`^\\d+:([\\w,]+,)?${controller}(,[\\w,]+)?:.*/hearth-`, 'm'));
  return freeze === 'cgroup-v2' ? [...lines, /^0::.*\/hearth-/m] : lines;
}
