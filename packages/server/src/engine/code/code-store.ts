import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Blobs } from '../../storage/blobs.ts';
import type { FunctionSpec } from '../engine.ts';
import { inspectZip, InvalidZipError, MAX_UNZIPPED_BYTES, tooLarge } from './zip.ts';
import { unzip } from './unzip.ts';

/** Where a function's files lie on this host. */
export interface UnpackedCode {
  readonly code: string;
  readonly layers: string | null;
  readonly compileCache: string;
  /** Executables in the layers' `extensions` directory, which Lambda would start. */
  readonly extensions: readonly string[];
}

/** Unpacked archives by content: `code/<sha256>/`, merged layers by the list of their hashes: `layers/<hash>/`. */
export class CodeStore {
  readonly #blobs: Pick<Blobs, 'path'>;
  readonly #directory: string;
  readonly #working = new Map<string, Promise<string>>();

  constructor(blobs: Pick<Blobs, 'path'>, directory: string) {
    this.#blobs = blobs;
    this.#directory = directory;
  }

  /** @throws InvalidZipError */
  async unpack(spec: FunctionSpec): Promise<UnpackedCode> {
    await this.#checkSize(spec);
    const hashes = spec.layers.map((layer) => layer.sha256);
    const code = await this.#once('code', spec.code.sha256, (to) => unzip(this.#blobs.path(spec.code.sha256), to));
    const layers =
      hashes.length === 0 ? null : await this.#once('layers', nameOf(hashes), (to) => this.#merge(hashes, to));
    const compileCache = await this.#compileCache(spec);
    return { code, layers, compileCache, extensions: layers ? await extensionsIn(layers) : [] };
  }

  /** Removes what an unpacking that was cut off left behind. */
  async sweep(): Promise<void> {
    for (const kind of ['code', 'layers']) {
      const directory = join(this.#directory, kind);
      for (const name of await readdir(directory).catch(() => [])) {
        if (name.startsWith('.')) await rm(join(directory, name), { recursive: true, force: true });
      }
    }
  }

  async #checkSize(spec: FunctionSpec): Promise<void> {
    const unpacked = ['code', spec.code.sha256];
    if (spec.layers.length === 0 && existsSync(join(this.#directory, ...unpacked))) return;
    let bytes = 0;
    for (const { sha256 } of [spec.code, ...spec.layers])
      bytes += (await inspectZip(this.#blobs.path(sha256))).unzippedBytes;
    if (bytes > MAX_UNZIPPED_BYTES) throw tooLarge();
  }

  async #merge(hashes: readonly string[], to: string): Promise<void> {
    await mkdir(to, { mode: 0o755 });
    for (const hash of hashes) {
      const layer = await this.#once('layers', hash, (directory) => unzip(this.#blobs.path(hash), directory));
      await cp(layer, to, { recursive: true, force: true, verbatimSymlinks: true }).catch(refuseClash);
    }
  }

  /** Makes a directory once, whoever asks at the same time, under a temporary name until it is whole. */
  #once(kind: string, name: string, make: (to: string) => Promise<void>): Promise<string> {
    const target = join(this.#directory, kind, name);
    if (existsSync(target)) return Promise.resolve(target);
    const running = this.#working.get(target);
    if (running) return running;
    const work = this.#make(kind, target, make).finally(() => this.#working.delete(target));
    this.#working.set(target, work);
    return work;
  }

  async #make(kind: string, target: string, make: (to: string) => Promise<void>): Promise<string> {
    await mkdir(join(this.#directory, kind), { recursive: true });
    const temporary = await mkdtemp(join(this.#directory, kind, '.new-'));
    try {
      await make(join(temporary, 'tree'));
      await rename(join(temporary, 'tree'), target);
    } finally {
      await rm(temporary, { recursive: true, force: true });
    }
    return target;
  }

  /** Written by environments of this version, each with a user of its own. */
  async #compileCache(spec: FunctionSpec): Promise<string> {
    const hash = nameOf([
      spec.account,
      spec.functionArn,
      spec.runtime,
      spec.code.sha256,
      ...spec.layers.map((layer) => layer.sha256),
    ]);
    const directory = join(this.#directory, 'compile-cache', hash);
    await mkdir(directory, { recursive: true });
    await chmod(directory, 0o777);
    return directory;
  }
}

/** `cp` writes no directory over a file or a link, and none of them over a directory. */
function refuseClash(error: NodeJS.ErrnoException): never {
  if (!error.code?.startsWith('ERR_FS_CP_')) throw error;
  throw new InvalidZipError('Two layers have a directory and something else of the same name.', { cause: error });
}

function nameOf(parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex');
}

async function extensionsIn(layers: string): Promise<string[]> {
  const directory = join(layers, 'extensions');
  if (!existsSync(directory)) return [];
  const names = await readdir(directory);
  const executable = await Promise.all(
    names.map(async (name) => {
      const found = await stat(join(directory, name));
      return found.isFile() && (found.mode & 0o111) !== 0;
    }),
  );
  return names.filter((_, index) => executable[index]);
}
