import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import type { InitMessage } from '../node/src/frames.ts';
import { RuntimeProcess, type StartOptions } from './runtime-process.ts';

export type Files = Readonly<Record<string, string>>;

export const REQUEST_ID = '11111111-2222-3333-4444-555555555555';

export const FUNCTION_ENVIRONMENT = {
  PATH: '/usr/local/bin:/usr/bin:/bin',
  AWS_LAMBDA_FUNCTION_NAME: 'test',
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
  AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/test',
  AWS_LAMBDA_LOG_STREAM_NAME: '2026/01/01/[$LATEST]abc',
} as const;

/** A function's code in a directory of its own, and the processes started for it; all gone when disposed. */
export class FunctionFixture {
  readonly root: string;
  readonly taskRoot: string;
  readonly layerRoot: string;
  readonly #start: StartOptions;
  readonly #processes: RuntimeProcess[] = [];

  private constructor(root: string, start: StartOptions) {
    this.root = root;
    this.taskRoot = join(root, 'task');
    this.layerRoot = join(root, 'opt');
    this.#start = start;
  }

  /** Paths in `files` are relative to the task root; `../opt/…` is the layers'. */
  static async create(start: StartOptions, files: Files): Promise<FunctionFixture> {
    const fixture = new FunctionFixture(await mkdtemp(join(tmpdir(), 'hearth-runtime-')), start);
    await mkdir(fixture.taskRoot);
    for (const [path, text] of Object.entries(files)) {
      const file = join(fixture.taskRoot, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
    return fixture;
  }

  /** A booted, still empty runtime. */
  async boot(): Promise<RuntimeProcess> {
    const process = new RuntimeProcess(this.#start);
    this.#processes.push(process);
    await process.ready();
    return process;
  }

  message(handler: string, overrides: Partial<InitMessage> = {}): InitMessage {
    return {
      handler,
      taskRoot: this.taskRoot,
      layerRoot: this.layerRoot,
      logFormat: 'Text',
      ...overrides,
      env: { ...FUNCTION_ENVIRONMENT, ...overrides.env },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#processes.map((process) => process.stop()));
    await rm(this.root, { recursive: true, force: true });
  }
}
