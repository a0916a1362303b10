import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';

import { cacheDirectory } from './cache-directory.ts';
import { withInstallLock } from './install-lock.ts';
import { npmInstall } from './npm-install.ts';
import type { InstallProgress } from './runtimes.ts';

/** Bundles larger than this carry their SDK. */
const SCANNED_BYTES = 10 * 1024 * 1024;
const SOURCE_FILE = /\.(js|mjs|cjs|ts|mts|cts)$/;
const SPECIFIER = /(?:\bfrom|\bimport|\brequire)\s*\(?\s*['"](@(?:aws-sdk|smithy)\/[\w.-]+)/g;
/** From 3.968.0 on the SDK asks for Node 20 (its package.json's `engines`). */
const LAST_FOR_NODE_18 = '<3.968.0';

/**
 * The AWS SDK v3 that Lambda's Node runtimes bring along: whatever packages functions ask for and do not carry, added
 * to one directory per kind of Node. It is made visible to environments as `/var/runtime/node_modules` when they boot;
 * packages that are added later appear there by themselves.
 */
export class SdkModules {
  readonly #root: string;

  constructor(cache: string = cacheDirectory()) {
    this.#root = join(cache, 'sdk-v3');
  }

  /** The `node_modules` directory for a Node version (`22.11.0`), made if it is not there yet. */
  async directory(nodeVersion: string): Promise<string> {
    const directory = join(this.#flavour(nodeVersion), 'node_modules');
    await mkdir(directory, { recursive: true });
    return directory;
  }

  /**
   * Installs the SDK packages that the code names and neither it nor its layers contain.
   * @param code unpacked code directory
   * @param layers merged layers, or null
   * @throws PlatformError whose remedy says what to do
   */
  async provide(
    code: string,
    layers: string | null,
    nodeVersion: string,
    onProgress: InstallProgress = () => {},
  ): Promise<void> {
    const flavour = this.#flavour(nodeVersion);
    const isMissing = (name: string): boolean => !existsSync(join(flavour, 'node_modules', name, 'package.json'));
    const wanted = await sdkPackagesOf(code, layers, nodeVersion);
    if (!wanted.some(isMissing)) return;
    await withInstallLock(
      join(this.#root, `.${nodeVersion.startsWith('18.') ? 'node18' : 'current'}.lock`),
      async () => {
        const missing = wanted.filter(isMissing);
        if (missing.length === 0) return;
        onProgress(`Installing ${missing.join(', ')} for functions that do not carry them, once…`);
        await makeManifest(flavour);
        const range = nodeVersion.startsWith('18.') ? LAST_FOR_NODE_18 : 'latest';
        await npmInstall(
          flavour,
          missing.map((name) => (name.startsWith('@aws-sdk/') ? `${name}@${range}` : name)),
          'kept',
        );
      },
    );
  }

  #flavour(nodeVersion: string): string {
    return join(this.#root, nodeVersion.startsWith('18.') ? 'node18' : 'current');
  }
}

/** Names of `@aws-sdk/*` and `@smithy/*` packages that sources outside node_modules name and cannot resolve. */
export async function sdkPackagesOf(code: string, layers: string | null, nodeVersion: string): Promise<string[]> {
  const major = nodeVersion.split('.')[0]!;
  const layerModules = layers
    ? ['nodejs/node_modules', `nodejs/node${major}/node_modules`].map((path) => join(layers, path))
    : [];
  const names = new Set<string>();
  for await (const file of sourceFiles(code)) {
    const text = await readFile(file, 'utf8');
    for (const [, name] of text.matchAll(SPECIFIER)) {
      const places = [...modulesAbove(dirname(file), code), ...layerModules];
      if (!places.some((place) => existsSync(join(place, name!)))) names.add(name!);
    }
  }
  return [...names].sort();
}

async function* sourceFiles(directory: string): AsyncGenerator<string> {
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory() && entry.name !== 'node_modules') yield* sourceFiles(path);
    else if (entry.isFile() && SOURCE_FILE.test(entry.name) && (await stat(path)).size <= SCANNED_BYTES) yield path;
  }
}

function modulesAbove(directory: string, root: string): string[] {
  const segments = relative(root, directory).split(sep).filter(Boolean);
  return [...Array(segments.length + 1).keys()].map((count) => join(root, ...segments.slice(0, count), 'node_modules'));
}

async function makeManifest(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  const manifest = join(directory, 'package.json');
  if (!existsSync(manifest)) await writeFile(manifest, JSON.stringify({ name: 'hearth-aws-sdk', private: true }));
}
