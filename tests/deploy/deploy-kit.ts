import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { withInstallLock } from '../../packages/server/src/engine/runtimes/install-lock.ts';
import { npmInstall } from '../../packages/server/src/engine/runtimes/npm-install.ts';
import type { TestPlatform } from '../../packages/server/src/testing/test-platform.ts';

const ROOT = join(import.meta.dirname, '../..');
const TOOLS = join(ROOT, '.cache/deploy-tools');
export const BIN = join(ROOT, 'packages/server/bin/hearth');

export const OSLS_3 = '3.63.2';
export const OSLS_4 = '4.3.1';

/** The `node_modules` with this version of osls, installed once. */
export async function oslsModules(version: string): Promise<string> {
  const place = join(TOOLS, `osls-${version}`);
  const modules = join(place, 'node_modules');
  await mkdir(TOOLS, { recursive: true });
  await withInstallLock(join(TOOLS, `.osls-${version}.lock`), async () => {
    if (existsSync(modules)) return;
    const work = await mkdtemp(join(TOOLS, '.install-'));
    await npmInstall(work, [`osls@${version}`]);
    await rename(work, place);
  });
  return modules;
}

/** An app in a directory of its own, with osls among its dependencies. */
export class App {
  readonly directory: string;
  readonly #platform: TestPlatform;

  private constructor(directory: string, platform: TestPlatform) {
    this.directory = directory;
    this.#platform = platform;
  }

  static async copyOf(t: TestContext, example: string, platform: TestPlatform, version = OSLS_3): Promise<App> {
    const app = await App.#empty(t, platform, version);
    await cp(join(ROOT, 'examples', example), app.directory, { recursive: true });
    return app;
  }

  static async of(t: TestContext, files: Readonly<Record<string, string>>, platform: TestPlatform): Promise<App> {
    const app = await App.#empty(t, platform, OSLS_3);
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(app.directory, path)), { recursive: true });
      await writeFile(join(app.directory, path), text);
    }
    return app;
  }

  static async #empty(t: TestContext, platform: TestPlatform, version: string): Promise<App> {
    // The modules lie beside the app, where Node looks and a package of the app does not.
    const base = await mkdtemp(join(tmpdir(), 'hearth-app-'));
    t.after(() => rm(base, { recursive: true, force: true }));
    await symlink(await oslsModules(version), join(base, 'node_modules'));
    await mkdir(join(base, 'app'));
    return new App(join(base, 'app'), platform);
  }

  /** Replaces text in a file of the app. */
  async edit(path: string, from: string, to: string): Promise<void> {
    const file = join(this.directory, path);
    const text = await readFile(file, 'utf8');
    if (!text.includes(from)) throw new Error(`${path} does not contain ${from}`);
    await writeFile(file, text.replaceAll(from, to));
  }

  makeExecutable(path: string): Promise<void> {
    return chmod(join(this.directory, path), 0o755);
  }

  /** Runs osls as a user would who has set the variables of `hearth env`; all it prints. */
  osls(...words: readonly string[]): Promise<string> {
    return this.#run(join(this.directory, '../node_modules/.bin/osls'), words, 'both');
  }

  /** Runs `hearth`; what it prints for programs. */
  hearth(...words: readonly string[]): Promise<string> {
    return this.#run(process.execPath, [BIN, ...words], 'stdout');
  }

  #run(file: string, words: readonly string[], wanted: 'both' | 'stdout'): Promise<string> {
    return new Promise((resolve, reject) => {
      const options = { cwd: this.directory, env: this.#environment(), timeout: 120_000, maxBuffer: 16 * 1024 * 1024 };
      execFile(file, words, options, (error, stdout, stderr) => {
        if (error) reject(new Error(`${words.join(' ')} failed\n${stdout}\n${stderr}`, { cause: error }));
        else resolve(wanted === 'stdout' ? stdout : stdout + stderr);
      });
    });
  }

  #environment(): NodeJS.ProcessEnv {
    return {
      ...process.env,
      ...this.#platform.environment,
      SLS_AWS_SDK_V3: '1',
      SLS_AWS_MONITORING_FREQUENCY: '200',
      SLS_TELEMETRY_DISABLED: '1',
      SLS_NOTIFICATIONS_MODE: 'off',
      NO_COLOR: '1',
    };
  }
}
