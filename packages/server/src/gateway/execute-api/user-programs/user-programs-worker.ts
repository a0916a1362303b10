import { Worker } from 'node:worker_threads';
import { parsePayload } from '../vtl/input.ts';
import { jsonPath } from '../vtl/json-path.ts';
import { Templates } from '../vtl/templates.ts';
import { textOf } from '../values.ts';
import type { Input, Job, JobName, Output, ProgramMessage } from './jobs.ts';
import { firstMatch } from './patterns.ts';
import { BodyValidator } from './validate-body.ts';

const MAX_FAILURE_CHARACTERS = 1000;

type Run = { readonly [Name in JobName]: (input: Input<Name>) => Output<Name> | Promise<Output<Name>> };

const bodies = new BodyValidator();
const templates = new Templates();

const RUN: Run = {
  validate: (input) => bodies.validate(input),
  render: ({ template, scope }) => templates.render(template, scope),
  read: ({ body, paths }) => readBody(body, paths),
  match: ({ patterns, text }) => firstMatch(patterns, text),
};

/**
 * Standard input ends when the platform does, by `kill -9` too; a job that never ends would not notice. The thread waits
 * in a system call and costs nothing.
 */
const WATCH = `
  try { require('node:fs').readSync(0, Buffer.alloc(1)); } catch {}
  process.kill(process.pid, 'SIGKILL');`;
new Worker(WATCH, { eval: true, execArgv: [] }).unref();

// Ctrl-C reaches the whole terminal; the platform ends this process when it has finished.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.on('message', (job: Job) => void answer(job));
send('ready');

async function answer({ name, input }: Job): Promise<void> {
  try {
    send({ output: await RUN[name](input as never) });
  } catch (error) {
    send({ failure: error instanceof Error ? error.message.slice(0, MAX_FAILURE_CHARACTERS) : 'unknown' });
  }
}

function send(message: ProgramMessage): void {
  process.send!(message);
}

function readBody(body: string, paths: readonly string[]): (string | null)[] {
  const payload = parsePayload(body);
  return paths.map((path) => {
    const found = jsonPath(payload, path);
    return found === undefined || found === null ? null : textOf(found);
  });
}
