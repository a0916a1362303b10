import { Worker } from 'node:worker_threads';
import type { Logger } from '../../kernel/logger.ts';
import type { ConnectionOptions } from '../sqlite/connection.ts';
import type { GroupOutcome, RowGroup } from './batch.ts';
import type { WorkerAnswer } from './telemetry-worker.ts';

declare const HEARTH_BUNDLED: boolean | undefined;

/** V8 would let it grow to 128 MB under a flood of rows, which are gone as soon as they are written (measured, Node 24). */
const YOUNG_MB = 8;

/** From source the worker is its own TypeScript file; the build puts it beside the bundle. */
function workerUrl(): URL {
  const bundled = typeof HEARTH_BUNDLED !== 'undefined';
  return bundled
    ? new URL('./telemetry-worker.js', import.meta.url)
    : new URL('./telemetry-worker.ts', import.meta.url);
}

interface InFlight {
  readonly resolve: (outcomes: readonly GroupOutcome[]) => void;
  readonly reject: (error: Error) => void;
}

/** Writes batches, one at a time, on a worker thread that starts with the first one and again after it died. */
export class WorkerWriter {
  readonly #options: ConnectionOptions;
  readonly #logger: Logger;
  #worker: Worker | null = null;
  #inFlight: InFlight | null = null;

  constructor(options: ConnectionOptions, logger: Logger) {
    this.#options = options;
    this.#logger = logger;
  }

  /** For the test that ends it in the middle. */
  get worker(): Worker | null {
    return this.#worker;
  }

  write(groups: readonly RowGroup[]): Promise<readonly GroupOutcome[]> {
    const worker = (this.#worker ??= this.#start());
    return new Promise((resolve, reject) => {
      this.#inFlight = { resolve, reject };
      worker.ref();
      worker.postMessage(groups, []);
    });
  }

  async stop(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(workerUrl(), {
      workerData: this.#options,
      name: 'telemetry',
      execArgv: [],
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    });
    worker.on('message', (answer: WorkerAnswer) => {
      worker.unref();
      this.#answer(answer);
    });
    let failure: unknown;
    worker.on('error', (error) => {
      failure = error;
    });
    worker.on('exit', (code) => this.#ended(worker, failure ?? new Error(`it exited with code ${code}`)));
    return worker;
  }

  #answer(answer: WorkerAnswer): void {
    const inFlight = this.#inFlight;
    this.#inFlight = null;
    if ('fatal' in answer) inFlight?.reject(new Error(answer.fatal));
    else inFlight?.resolve(answer.outcomes);
  }

  #ended(worker: Worker, cause: unknown): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    this.#logger.error('the telemetry worker ended; the next batch starts another', { cause });
    const inFlight = this.#inFlight;
    this.#inFlight = null;
    inFlight?.reject(new Error('the telemetry worker ended before it answered', { cause }));
  }
}
