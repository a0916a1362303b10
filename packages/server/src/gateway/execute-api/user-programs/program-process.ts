import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { Clock, Timer } from '../../../kernel/clock.ts';
import type { Job, ProgramMessage } from './jobs.ts';
import { KnownModels } from './known-models.ts';

declare const HEARTH_BUNDLED: boolean | undefined;

/** From source the worker is its own TypeScript file; the build puts it beside the bundle. */
function workerUrl(): URL {
  const bundled = typeof HEARTH_BUNDLED !== 'undefined';
  return bundled
    ? new URL('./user-programs-worker.js', import.meta.url)
    : new URL('./user-programs-worker.ts', import.meta.url);
}

/** How long one job may take: a pattern that backtracks (`^(a+)+$`) takes for ever, so that its process has to be ended. */
export const MAX_JOB_MS = 5000;
const MAX_HEAP_MB = 512;
/** It reads its own code, and may do nothing else: no writing, no processes. The worker watches for the platform's end. */
const OPTIONS = [`--max-old-space-size=${MAX_HEAP_MB}`, '--permission', '--allow-fs-read=*', '--allow-worker'];

/** A job took too long, or too much memory. */
export class ProgramOverrun extends Error {}

interface InFlight {
  readonly job: Job;
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: Error) => void;
}

interface Running {
  readonly child: ChildProcess;
  readonly models: KnownModels;
  ready: boolean;
}

/**
 * A process that does one job at a time; it starts with the first one, and again after it was ended. It is a process
 * because a thread is not apart enough: `text.split('')` of 100 MB and an array of 300 million elements abort the whole
 * process with "Reached heap limit" whatever the thread's `resourceLimits` (measured, Node 24); buffers do not count
 * for them, and a thread inside one built-in function did not end within 15 s (measured, Node 20).
 */
export class ProgramProcess {
  readonly #clock: Clock;
  #running: Running | null = null;
  #inFlight: InFlight | null = null;
  #deadline: Timer | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Rejects with ProgramOverrun when the job did not end in time or ended the process, with another Error when it failed. */
  async run(jobFor: (models: KnownModels) => Job): Promise<unknown> {
    const running = (this.#running ??= this.#start());
    const job = jobFor(running.models);
    const output = new Promise<unknown>((resolve, reject) => {
      this.#inFlight = { job, resolve, reject };
    });
    hold(running.child, true);
    // What a dead process was sent is answered by its end.
    running.child.send(job, () => undefined);
    if (running.ready) this.#bound(running);
    try {
      return await output;
    } finally {
      hold(running.child, false);
      this.#inFlight = null;
      this.#deadline?.cancel();
    }
  }

  async stop(): Promise<void> {
    const child = this.#running?.child;
    this.#running = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.ref();
    child.kill('SIGKILL');
    await exited;
  }

  #start(): Running {
    const child = fork(workerUrl(), [], {
      serialization: 'advanced',
      // Its standard input ends with the platform.
      stdio: ['pipe', 'ignore', 'ignore', 'ipc'],
      env: {},
      execArgv: OPTIONS,
    });
    (child.stdin as Socket).unref();
    const running: Running = { child, models: new KnownModels(), ready: false };
    child.on('message', (message: ProgramMessage) => this.#receive(running, message));
    child.on('error', () => this.#end(running, 'for the process did not start'));
    child.on('exit', () => this.#end(running, `with ${MAX_HEAP_MB} MB of memory`));
    return running;
  }

  #receive(running: Running, message: ProgramMessage): void {
    if (message === 'ready') {
      running.ready = true;
      return this.#bound(running);
    }
    if ('output' in message) this.#inFlight?.resolve(message.output);
    else this.#inFlight?.reject(new Error(message.failure));
  }

  /** The time that the process took to start is not the job's. */
  #bound(running: Running): void {
    this.#deadline = this.#clock.schedule(MAX_JOB_MS, () => this.#end(running, `within ${MAX_JOB_MS} ms`));
  }

  #end(running: Running, bound: string): void {
    if (this.#running !== running) return;
    this.#running = null;
    running.child.kill('SIGKILL');
    this.#inFlight?.reject(new ProgramOverrun(`${DEED[this.#inFlight.job.name]} ${bound}`));
  }
}

/** Whether the platform's process waits for this one before it ends by itself. */
function hold(child: ChildProcess, held: boolean): void {
  if (held) child.ref();
  else child.unref();
  if (held) child.channel?.ref();
  else child.channel?.unref();
}

const DEED: Readonly<Record<Job['name'], string>> = {
  validate: 'the body could not be validated',
  render: 'the template could not be rendered',
  read: 'the body could not be mapped',
  match: 'the text could not be matched',
};
