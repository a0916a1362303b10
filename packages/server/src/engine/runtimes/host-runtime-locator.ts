import { PlatformError } from '../../kernel/errors.ts';
import { runtimeEntry, runtimeRefusal, type RuntimeEntry } from './catalogue.ts';
import { NodeInstaller } from './node-installer.ts';
import { findPython } from './python-finder.ts';
import type { InstallProgress, LocatedRuntime, RuntimeLocator } from './runtimes.ts';

export interface HostRuntimeLocatorOptions {
  readonly node?: NodeInstaller;
  readonly env?: NodeJS.ProcessEnv;
}

/** Where AWS looks for a custom runtime, in order (facts: runtime API). */
const BOOTSTRAP_PATHS = ['/var/task/bootstrap', '/opt/bootstrap'];
/** In every sandbox anyway. */
const SYSTEM_PATHS = /^\/(usr|bin|sbin|lib|lib32|lib64)(\/|$)/;

/** Runtimes of this machine: Node installed on demand, Python as the host has it, custom ones always. */
export class HostRuntimeLocator implements RuntimeLocator {
  readonly #node: NodeInstaller;
  readonly #env: NodeJS.ProcessEnv;
  readonly #located = new Map<string, Promise<LocatedRuntime>>();

  constructor(options: HostRuntimeLocatorOptions = {}) {
    this.#node = options.node ?? new NodeInstaller();
    this.#env = options.env ?? process.env;
  }

  async locate(runtime: string, onProgress?: InstallProgress): Promise<LocatedRuntime> {
    const known = this.#located.get(runtime);
    if (known) return known;
    const locating = this.#find(usableEntry(runtime), onProgress);
    this.#located.set(runtime, locating);
    // What cannot be had now may be there at the next try.
    locating.catch(() => this.#located.delete(runtime));
    return locating;
  }

  async #find({ runtime, family, version }: RuntimeEntry, onProgress?: InstallProgress): Promise<LocatedRuntime> {
    if (family === 'nodejs') {
      const node = await this.#node.locate(version, onProgress);
      return { runtime, family, ...node, visiblePaths: outsideSystem([node.executable]) };
    }
    if (family === 'python') {
      const python = await findPython(version, this.#env);
      return { runtime, family, ...python, visiblePaths: outsideSystem([python.prefix]) };
    }
    return { runtime, family: 'provided', version, visiblePaths: [], bootstrapPaths: BOOTSTRAP_PATHS };
  }
}

function usableEntry(runtime: string): RuntimeEntry {
  const entry = runtimeEntry(runtime);
  if (!entry) {
    throw new PlatformError(
      runtimeRefusal(runtime) ?? `Unknown runtime ${runtime}.`,
      'Choose a runtime that AWS accepts.',
    );
  }
  if (entry.unsupported) throw new PlatformError(`${runtime} cannot run here.`, entry.unsupported);
  return entry;
}

function outsideSystem(paths: readonly string[]): string[] {
  return paths.filter((path) => !SYSTEM_PATHS.test(path));
}
