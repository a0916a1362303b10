import { Worker } from 'node:worker_threads';
import type { Clock, Timer } from '../../../kernel/clock.ts';
import type { ValidationAnswer, ValidationMessage, ValidationTask } from './validation-worker.ts';

declare const HEARTH_BUNDLED: boolean | undefined;

/** From source the worker is its own TypeScript file; the build puts it beside the bundle. */
function workerUrl(): URL {
  const bundled = typeof HEARTH_BUNDLED !== 'undefined';
  return bundled
    ? new URL('./validation-worker.js', import.meta.url)
    : new URL('./validation-worker.ts', import.meta.url);
}

/** How long one body may take: a pattern that backtracks (`^(a+)+$`) takes for ever, so that its thread has to be ended. */
export const MAX_VALIDATION_MS = 5000;
const MAX_HEAP_MB = 512;

interface InFlight {
  readonly resolve: (answer: ValidationAnswer) => void;
  readonly reject: (error: Error) => void;
}

/** A thread that validates one body at a time; it starts with the first one, and again after it was ended. */
export class ValidationThread {
  readonly #clock: Clock;
  #worker: Worker | null = null;
  #inFlight: InFlight | null = null;
  #deadline: Timer | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** False: the next task starts a thread that has been told nothing yet. */
  get isRunning(): boolean {
    return this.#worker !== null;
  }

  /** Rejects when the task did not end in time, or ended the thread. */
  async run(task: ValidationTask): Promise<ValidationAnswer> {
    const worker = (this.#worker ??= this.#start());
    const answer = new Promise<ValidationAnswer>((resolve, reject) => {
      this.#inFlight = { resolve, reject };
    });
    worker.ref();
    worker.postMessage(task, [task.body.buffer as ArrayBuffer]);
    try {
      return await answer;
    } finally {
      this.#deadline?.cancel();
    }
  }

  async stop(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(workerUrl(), {
      name: 'validation',
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    });
    worker.on('message', (message: ValidationMessage) => {
      if (message === 'started') return this.#bound(worker);
      worker.unref();
      this.#inFlight?.resolve(message);
    });
    // Ended by its memory limit: 'exit' follows.
    worker.on('error', () => undefined);
    worker.on('exit', () => this.#end(worker, `with ${MAX_HEAP_MB} MB of memory`));
    return worker;
  }

  /** The time that the thread took to start is not the body's. */
  #bound(worker: Worker): void {
    this.#deadline = this.#clock.schedule(MAX_VALIDATION_MS, () => this.#end(worker, `within ${MAX_VALIDATION_MS} ms`));
  }

  #end(worker: Worker, bound: string): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    void worker.terminate();
    this.#inFlight?.reject(new Error(`the body could not be validated ${bound}`));
  }
}
