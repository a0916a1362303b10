import { join } from 'node:path';
import type { TakenPaths, TakePlan } from '../sandbox.ts';
import type { BaseRoot } from './base-root.ts';

/** Where the mounts of all sandboxes go; the same paths for each, because each has its own mount namespace. */
export interface MountPoints {
  readonly root: string;
  /** Read-only binds are made here first: a bind made read-only after it was propagated stays writable in the receiving namespace. */
  readonly stage: string;
}

const GUEST = { task: '/var/task', layers: '/opt', compileCache: '/var/cache/compile' } as const;

const BIND = 'bind,ro,nosuid';
const BIND_CODE = 'bind,ro,nosuid,nodev';

/** The empty sandbox: system, devices, proc, /tmp of AWS's default 512 MB, and `binds` (host path, guest path). */
export function bootFstab(points: MountPoints, base: BaseRoot, binds: readonly (readonly [string, string])[]): string {
  const { root } = points;
  const lines = [
    line(base.path, root, 'bind,ro,shared'),
    ...base.systemMounts().map((path) => line(path, join(root, path), BIND)),
    ...base.deviceMounts().map((path) => line(path, join(root, path), 'bind')),
    line('proc', join(root, 'proc'), 'nosuid,nodev,noexec', 'proc'),
    line('tmpfs', join(root, 'tmp'), 'nosuid,nodev,mode=1777,size=512m', 'tmpfs'),
    ...binds.map(([host, guest]) => line(host, join(root, guest), BIND)),
  ];
  return `${lines.join('\n')}\n`;
}

/** A function's code, layers and compile cache. */
export function takeFstab(points: MountPoints, plan: TakePlan): string {
  const readOnly = (host: string, name: string, guest: string) => [
    line(host, join(points.stage, name), BIND_CODE),
    line(join(points.stage, name), join(points.root, guest), 'bind'),
  ];
  const lines = [
    ...readOnly(plan.code, 'task', GUEST.task),
    ...(plan.layers ? readOnly(plan.layers, 'opt', GUEST.layers) : []),
    ...(plan.compileCache ? [line(plan.compileCache, join(points.root, GUEST.compileCache), 'bind,nosuid,nodev')] : []),
  ];
  return `${lines.join('\n')}\n`;
}

export function guestPathsOf(plan: TakePlan): TakenPaths {
  return {
    taskRoot: GUEST.task,
    layerRoot: GUEST.layers,
    compileCache: plan.compileCache && GUEST.compileCache,
    environment: {},
  };
}

function line(source: string, target: string, options: string, type = 'none'): string {
  return `${escape(source)} ${escape(target)} ${type} ${options} 0 0`;
}

/** fstab(5): blanks are written in octal. */
function escape(path: string): string {
  return path.replaceAll('\\', '\\134').replaceAll(' ', '\\040').replaceAll('\t', '\\011');
}
