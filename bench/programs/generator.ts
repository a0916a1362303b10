/**
 * The load generator: a process of its own with raw sockets, because a client of Node's `http` costs more than the
 * servers it is to load. Forked by `load/load-generator.ts`.
 */
import { connect, type Socket } from 'node:net';
import type { LoadDone, LoadOrder, LoadReport } from '../load/generator-protocol.ts';
import { ResponseReader } from '../load/response-reader.ts';
import { percentile } from '../statistics.ts';

process.on('message', (order: LoadOrder) => void report(order));

async function report(order: LoadOrder): Promise<void> {
  const outcome: LoadReport = await run(order).catch((error: unknown) => ({
    failed: error instanceof Error ? error.message : String(error),
  }));
  process.send!(outcome);
}

async function run(order: LoadOrder): Promise<LoadDone> {
  const durations: number[] = [];
  const connections = await Promise.all(Array.from({ length: order.clients }, () => open(order)));
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  const endsAt = startedAt + order.seconds * 1000;
  let sent = 0;
  const next = () => {
    const ended = performance.now() >= endsAt || sent === order.atMost;
    return ended ? undefined : order.requests[sent++ % order.requests.length];
  };
  try {
    await Promise.all(connections.map((socket) => converse(socket, { order, next, durations })));
  } finally {
    for (const socket of connections) socket.destroy();
  }
  const elapsedMs = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(cpu);
  return {
    requests: durations.length,
    elapsedMs,
    p50Ms: percentile(durations, 0.5),
    p99Ms: percentile(durations, 0.99),
    generatorBusy: (user + system) / 1000 / elapsedMs,
  };
}

interface Conversation {
  readonly order: LoadOrder;
  readonly next: () => Uint8Array | undefined;
  readonly durations: number[];
}

/** One client: sends, waits for the whole answer, sends again; ends when `next` has nothing more. */
function converse(first: Socket, { order, next, durations }: Conversation): Promise<void> {
  return new Promise((resolve, reject) => {
    let sentAt = 0;
    const speak = (socket: Socket) => {
      const request = next();
      if (request === undefined) {
        socket.destroy();
        resolve();
        return;
      }
      sentAt = performance.now();
      socket.write(request);
    };
    const listen = (socket: Socket) => {
      const reader = new ResponseReader();
      socket.on('error', reject);
      socket.on('close', () => reject(new Error('the connection was closed in the middle of a request')));
      socket.on('data', (chunk: Buffer) => {
        const answer = reader.read(chunk);
        if (!answer) return;
        durations.push(performance.now() - sentAt);
        if (answer.status < 200 || answer.status > 299) reject(new Error(`${answer.status}: ${answer.excerpt}`));
        else if (answer.keepAlive) speak(socket);
        else reconnect(socket);
      });
      speak(socket);
    };
    // Some servers end a connection after so many requests (Hypercorn: 1,000) and say so.
    const reconnect = (socket: Socket) => {
      socket.removeAllListeners();
      socket.on('error', () => {});
      socket.destroy();
      open(order).then(listen, reject);
    };
    listen(first);
  });
}

function open({ host, port }: LoadOrder): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true }, () => {
      socket.off('error', reject);
      resolve(socket);
    });
    socket.once('error', reject);
  });
}
