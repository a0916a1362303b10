import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { HostCapabilities, SandboxStrategy } from '../sandbox.ts';
import { CgroupParent } from './cgroups/environment-cgroups.ts';
import { limitsOf } from './limits.ts';
import { FIRST_UID } from './namespaces-driver.ts';
import { LAUNCH_SCRIPT } from './supervisor-script.ts';
import { type CgroupLayout, detectCgroups, NO_CGROUPS } from './cgroups/cgroup-layout.ts';

const run = promisify(execFile);

export interface Host {
  readonly capabilities: HostCapabilities;
  readonly cgroups: CgroupLayout;
}

/** What this machine can isolate and limit, found by trying. */
export async function describeHost(): Promise<HostCapabilities> {
  return (await probeHost()).capabilities;
}

/** @param only tries this strategy alone (tests run on each). */
export async function probeHost(only?: SandboxStrategy): Promise<Host> {
  const linux = process.platform === 'linux';
  const [strategy, cgroups, kernelKills] = await Promise.all([
    only ?? strongestStrategy(),
    linux ? enterable(detectCgroups()) : NO_CGROUPS,
    works('setpriv', ['--pdeathsig', 'KILL', '--', 'true']),
  ]);
  // A plain sandbox enters its groups behind `setpriv`.
  const usable = kernelKills ? cgroups : NO_CGROUPS;
  return { cgroups: usable, capabilities: capabilitiesOf(strategy, usable, kernelKills) };
}

/** Permissions alone do not tell (delegation, controllers in use elsewhere): makes a group and enters it. */
async function enterable(layout: CgroupLayout): Promise<CgroupLayout> {
  try {
    const parent = new CgroupParent(layout, `probe-${process.pid}`);
    const group = parent.create('0', limitsOf(128, 0, 1));
    const { entrances } = group;
    const entered = await works('sh', ['-c', LAUNCH_SCRIPT, 'sh', String(entrances.length), ...entrances, 'true']);
    parent.remove(group);
    await parent.close();
    return entered ? layout : NO_CGROUPS;
  } catch {
    return NO_CGROUPS;
  }
}

async function strongestStrategy(): Promise<SandboxStrategy> {
  if (process.platform !== 'linux') return 'plain';
  if (process.getuid?.() === 0 && (await canUnshare([]))) return 'namespaces-root';
  if (await canUnshare(['--user', '--map-root-user'])) return 'namespaces-user';
  return 'plain';
}

/** Tries what a sandbox needs: a root of its own with system binds, proc and tmpfs, and a command without privileges in it. */
async function canUnshare(user: readonly string[]): Promise<boolean> {
  const directory = mkdtempSync(join(tmpdir(), 'hearth-probe-'));
  // Root of a user namespace (a rootless container) may lack the user ids that sandboxes get.
  const identity = user.length === 0 ? `--reuid=${FIRST_UID} --regid=${FIRST_UID} --clear-groups` : '';
  const script = `set -e; r=$1
    mount -t tmpfs tmpfs "$r"; mkdir "$r/usr" "$r/proc" "$r/null"
    mount -o bind,ro,nosuid /usr "$r/usr"; mount -t proc proc "$r/proc"
    setpriv ${identity} --inh-caps=-all --bounding-set=-all --no-new-privs -- true`;
  try {
    const unshare = [
      'unshare',
      ...user,
      '--mount',
      '--pid',
      '--ipc',
      '--fork',
      '--kill-child',
      '--',
      'sh',
      '-c',
      script,
      'sh',
      directory,
    ];
    return await works('setpriv', ['--pdeathsig', 'KILL', '--', ...unshare]);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function works(file: string, args: readonly string[]): Promise<boolean> {
  try {
    await run(file, args, { timeout: 5000 });
    return true;
  } catch {
    return false;
  }
}

function capabilitiesOf(strategy: SandboxStrategy, { v1, v2 }: CgroupLayout, kernelKills: boolean): HostCapabilities {
  const by = (controller: 'memory' | 'cpu' | 'pids') =>
    v1[controller] ? 'cgroup-v1' : v2?.controllers.includes(controller) ? 'cgroup-v2' : null;
  const limits = {
    memoryLimit: by('memory') ?? 'watched',
    cpuLimit: by('cpu') ?? 'none',
    processLimit: by('pids') ?? 'none',
    freeze: v2 ? 'cgroup-v2' : 'signals',
    diesWithPlatform: kernelKills ? 'kernel' : 'next-start',
  } as const;
  return { strategy, ...limits, weaknesses: weaknessesOf({ strategy, ...limits }) };
}

function weaknessesOf(host: Omit<HostCapabilities, 'weaknesses'>): string[] {
  const found: string[] = [];
  if (host.strategy === 'plain') {
    found.push(
      'Functions run as ordinary processes of this user: they can read its files, see each other, and /var/task and /tmp are ' +
        'not their own (use LAMBDA_TASK_ROOT and os.tmpdir()). On Linux, allow unprivileged user namespaces and install util-linux 2.38 or later.',
    );
  }
  if (host.strategy === 'plain' && host.processLimit === 'none')
    found.push(
      'Processes that a function detaches from its own (setsid) outlive it: needs namespaces or writable control groups.',
    );
  if (host.strategy === 'namespaces-user')
    found.push('All functions have the same host user. Run Hearth as root for a user each.');
  const unlimited = [host.cpuLimit === 'none' && 'CPU', host.processLimit === 'none' && 'processes'].filter(Boolean);
  if (host.memoryLimit === 'watched')
    found.push(
      'Memory is watched ten times a second instead of limited by the kernel: give Hearth a delegated control group (systemd-run --user --scope -p Delegate=yes).',
    );
  if (unlimited.length > 0)
    found.push(
      `No limit on ${unlimited.join(' and ')}: needs writable control groups (systemd-run --user --scope -p Delegate=yes).`,
    );
  if (host.diesWithPlatform === 'next-start')
    found.push(
      'When Hearth is killed, running functions end at its next start only: this host has no parent-death signal.',
    );
  return found;
}
