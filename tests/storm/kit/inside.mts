/**
 * Preloaded into the platform's process (`node --import`), so that a storm can do to it what an operating system does:
 * set its wall clock, end its worker threads. Told through the channel of `fork`; says `done` to each order.
 */
import { syncBuiltinESMExports } from 'node:module';
import workerThreads from 'node:worker_threads';
import type { Order } from './orders.ts';

const RealDate = Date;
const RealWorker = workerThreads.Worker;
const workers = new Set<workerThreads.Worker>();
let offsetMs = 0;

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args: [], made) =>
    Reflect.construct(target, args.length === 0 ? [RealDate.now() + offsetMs] : args, made),
  apply: () => new Date().toString(),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});

function now(): number {
  return RealDate.now() + offsetMs;
}

workerThreads.Worker = class extends RealWorker {
  constructor(...args: ConstructorParameters<typeof RealWorker>) {
    super(...args);
    workers.add(this);
    this.once('exit', () => workers.delete(this));
  }
};
syncBuiltinESMExports();

process.on('message', async (order: Order) => {
  if (order.kind === 'clock') offsetMs = order.offsetMs;
  else await Promise.all([...workers].map((worker) => worker.terminate()));
  process.send?.('done');
});
process.channel?.unref();
