import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Where this process may make control groups; absent means it may not. */
export interface CgroupLayout {
  /** Version 1 controllers: directory under which groups are made. */
  readonly v1: Partial<Record<'memory' | 'cpu' | 'pids', string>>;
  /** Version 2: the directory, and the controllers that children of it can use. */
  readonly v2: { readonly directory: string; readonly controllers: readonly string[] } | null;
}

export const NO_CGROUPS: CgroupLayout = { v1: {}, v2: null };

export function detectCgroups(): CgroupLayout {
  if (!existsSync('/proc/self/cgroup')) return NO_CGROUPS;
  const memberships = readFileSync('/proc/self/cgroup', 'utf8').trim().split('\n').map(parseMembership);
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8').trim().split('\n').map(parseMount);
  const v1: CgroupLayout['v1'] = {};
  for (const controller of ['memory', 'cpu', 'pids'] as const) {
    const mount = mounts.find((each) => each.type === 'cgroup' && each.options.includes(controller));
    const member = memberships.find((each) => each.controllers.includes(controller));
    const directory = mount && member && ownDirectory(mount, member.path);
    if (directory && writable(directory)) v1[controller] = directory;
  }
  return { v1, v2: detectV2(mounts, memberships) };
}

/**
 * Version 2 forbids processes in inner groups, so our groups cannot be below our own one. They are made beside it:
 * below the nearest ancestor whose children have the memory and pids controllers and into which we may move a
 * process (the common ancestor's `cgroup.procs` must be writable: kernel documentation, cgroup-v2, "Delegation Containment").
 */
function detectV2(mounts: readonly Mount[], memberships: readonly Membership[]): CgroupLayout['v2'] {
  const mount = mounts.find((each) => each.type === 'cgroup2');
  const member = memberships.find((each) => each.hierarchy === '0');
  const own = mount && member && ownDirectory(mount, member.path);
  if (!mount || !own) return null;
  let bare: string | null = null;
  for (let directory = own; directory.startsWith(mount.path); directory = dirname(directory)) {
    if (!writable(directory) || !writable(join(directory, 'cgroup.procs'))) break;
    bare ??= directory;
    const controllers = readFileSync(join(directory, 'cgroup.subtree_control'), 'utf8')
      .trim()
      .split(' ')
      .filter(Boolean);
    if (controllers.includes('memory') && controllers.includes('pids')) return { directory, controllers };
  }
  return bare ? { directory: bare, controllers: [] } : null;
}

interface Mount {
  readonly root: string;
  readonly path: string;
  readonly type: string;
  readonly options: readonly string[];
}

interface Membership {
  readonly hierarchy: string;
  readonly controllers: readonly string[];
  readonly path: string;
}

/** proc(5): `36 35 98:0 /root /path rw,noatime master:1 - ext3 /dev/root rw`. */
function parseMount(text: string): Mount {
  const [left = '', right = ''] = text.split(' - ');
  const [, , , root = '', path = ''] = left.split(' ');
  const [type = '', , options = ''] = right.split(' ');
  return { root, path, type, options: options.split(',') };
}

function parseMembership(text: string): Membership {
  const [hierarchy = '', controllers = '', ...path] = text.split(':');
  return { hierarchy, controllers: controllers.split(','), path: path.join(':') };
}

/** Our own group as it is seen through the mount (a container mounts only its part of the hierarchy). */
function ownDirectory(mount: Mount, path: string): string | null {
  const below = mount.root === '/' ? path : path.startsWith(mount.root) ? path.slice(mount.root.length) : '';
  const directory = join(mount.path, below);
  return existsSync(directory) ? directory : null;
}

function writable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
