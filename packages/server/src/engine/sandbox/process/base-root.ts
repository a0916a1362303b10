import {
  appendFileSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

const DIRECTORIES = [
  'dev',
  'etc',
  'proc',
  'tmp',
  'opt',
  'usr',
  'var/task',
  'var/lang/bin',
  'var/runtime',
  'var/cache/compile',
  'var/tmp',
];
const DEVICES = ['null', 'zero', 'full', 'random', 'urandom', 'tty'];
const SYSTEM_LINKS = ['bin', 'sbin', 'lib', 'lib32', 'lib64', 'libx32'];
/** What TLS, name resolution and the dynamic linker read. Directories are bound, files copied. */
const ETC_DIRECTORIES = ['ssl', 'pki', 'ca-certificates', 'alternatives'];
const ETC_FILES = ['hosts', 'ld.so.cache', 'localtime', 'resolv.conf'];

/** AWS's user inside an execution environment (recorded). Ours has another number per sandbox. */
const USER = 'sbx_user1051';

/**
 * The directory every sandbox has as its root, bound read-only: mount points, links and a few files of `/etc`.
 * What is mounted into it differs per sandbox; the directory itself is shared and written by the platform alone.
 */
export class BaseRoot {
  readonly path: string;
  readonly #users = new Set<number>();
  #resolvConfAt = 0;

  constructor(path: string) {
    this.path = path;
    for (const directory of DIRECTORIES) mkdirSync(join(path, directory), { recursive: true, mode: 0o755 });
    for (const device of DEVICES) writeFileSync(join(path, 'dev', device), '');
    for (const file of ETC_FILES) copyIfPresent(join('/etc', file), join(path, 'etc', file));
    this.#writeNsswitch();
    linkOnce('/proc/self/fd', join(path, 'dev/fd'));
    for (const [index, name] of ['stdin', 'stdout', 'stderr'].entries())
      linkOnce(`/proc/self/fd/${index}`, join(path, 'dev', name));
    writeFileSync(join(path, 'etc/passwd'), 'root:x:0:0::/tmp:/sbin/nologin\n');
    writeFileSync(join(path, 'etc/group'), 'root:x:0:\n');
    for (const link of SYSTEM_LINKS) this.#system(link);
  }

  /** The host directories that every sandbox shows, read-only, at the same path. */
  systemMounts(): string[] {
    const links = SYSTEM_LINKS.map((name) => `/${name}`).filter(
      (path) => existsSync(path) && !lstatSync(path).isSymbolicLink(),
    );
    const etc = ETC_DIRECTORIES.map((name) => `/etc/${name}`).filter(
      (path) => existsSync(path) && statSync(path).isDirectory(),
    );
    for (const path of etc) this.mountPoint(path, path);
    return ['/usr', ...links, ...etc];
  }

  deviceMounts(): string[] {
    return DEVICES.map((name) => `/dev/${name}`);
  }

  /** Makes sure that `guest` exists as the kind of thing that `host` is. */
  mountPoint(host: string, guest: string): void {
    const target = join(this.path, guest);
    if (existsSync(target)) return;
    const isDirectory = statSync(host).isDirectory();
    mkdirSync(isDirectory ? target : dirname(target), { recursive: true, mode: 0o755 });
    if (!isDirectory) writeFileSync(target, '');
  }

  /** Names a sandbox's user: SDKs ask for its home directory, and Node's `os.homedir` throws for a stranger. */
  addUser(id: number): void {
    if (this.#users.has(id)) return;
    this.#users.add(id);
    appendFileSync(join(this.path, 'etc/passwd'), `${USER}:x:${id}:${id}::/tmp:/sbin/nologin\n`);
    appendFileSync(join(this.path, 'etc/group'), `${USER}:x:${id}:\n`);
  }

  /** A laptop changes networks: copies `/etc/resolv.conf` again when it has changed. */
  refresh(): void {
    const changedAt = statSync('/etc/resolv.conf', { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (changedAt === this.#resolvConfAt) return;
    this.#resolvConfAt = changedAt;
    copyIfPresent('/etc/resolv.conf', join(this.path, 'etc/resolv.conf'));
  }

  /** Users are those of the files below: asking the host's other sources (systemd) costs `setpriv` a millisecond. */
  #writeNsswitch(): void {
    if (!existsSync('/etc/nsswitch.conf')) return;
    const text = readFileSync('/etc/nsswitch.conf', 'utf8');
    const users = /^(passwd|group|shadow|gshadow|initgroups):.*$/gm;
    writeFileSync(join(this.path, 'etc/nsswitch.conf'), text.replace(users, '$1: files'));
  }

  #system(name: string): void {
    const stat = lstatSync(`/${name}`, { throwIfNoEntry: false });
    if (!stat) return;
    if (stat.isSymbolicLink()) linkOnce(readlinkSync(`/${name}`), join(this.path, name));
    else mkdirSync(join(this.path, name), { recursive: true, mode: 0o755 });
  }
}

function copyIfPresent(from: string, to: string): void {
  if (existsSync(from)) copyFileSync(from, to);
}

function linkOnce(target: string, path: string): void {
  if (!lstatSync(path, { throwIfNoEntry: false })) symlinkSync(target, path);
}
