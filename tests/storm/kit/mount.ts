import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';

/** A file system of a given size, and how the platform and this process reach it. */
export interface SmallDisk {
  /** For the platform. */
  readonly path: string;
  /** What starts the platform where it can see the disk. */
  readonly launcher: readonly string[];
  /** The same directory, seen from here. */
  seenFromHere(platformPid: number): string;
  remove(): void;
}

/** A tmpfs: mounted for all, else in namespaces of the platform's own. Null, with the reason, where neither is allowed. */
export function smallDisk(directory: string, megabytes: number): SmallDisk | { readonly refused: string } {
  mkdirSync(directory, { recursive: true });
  const options = `size=${megabytes}m,mode=0755`;
  const refused = refusalOf('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', directory]);
  if (refused === null)
    return {
      path: directory,
      launcher: [],
      seenFromHere: () => directory,
      remove: () => void refusalOf('umount', ['-l', directory]),
    };
  const inNamespaces = ['unshare', '--user', '--map-root-user', '--mount', '--', 'sh', '-c'];
  const script = `mount -t tmpfs -o ${options} tmpfs ${directory} && exec "$@"`;
  const refusedToo = refusalOf('env', [...inNamespaces, script, 'sh', 'true']);
  if (refusedToo !== null) return { refused: `${refused}; ${refusedToo}` };
  return {
    path: directory,
    launcher: [...inNamespaces, script, 'sh'],
    seenFromHere: (pid) => `/proc/${pid}/root${directory}`,
    remove: () => {},
  };
}

function refusalOf(command: string, args: readonly string[]): string | null {
  try {
    execFileSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    return null;
  } catch (error) {
    const { stderr } = error as { stderr?: Buffer };
    return stderr?.toString().trim() || String(error);
  }
}
