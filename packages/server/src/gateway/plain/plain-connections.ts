import type { Socket } from 'node:net';
import { PlainConnection, type PlainServer } from './plain-connection.ts';

export interface PlainConnectionsOptions {
  readonly maxHeadBytes: number;
  readonly keepAliveTimeoutMs: number;
  readonly handle: PlainServer['handle'];
  readonly cutOff: PlainServer['cutOff'];
  /** Node's own way with a connection. */
  readonly handOver: (socket: Socket) => void;
}

/** Idle connections are looked for so often in the time that they may be idle. */
const LOOKS_PER_TIMEOUT = 5;

/** All connections over which nothing but plain requests came yet. */
export class PlainConnections implements PlainServer {
  readonly maxHeadBytes: number;
  readonly keepAliveSeconds: number;
  readonly handle: PlainServer['handle'];
  readonly cutOff: PlainServer['cutOff'];
  stopping = false;
  readonly #all = new Set<PlainConnection>();
  readonly #options: PlainConnectionsOptions;
  readonly #looking: NodeJS.Timeout;
  /** Those whose answer is ready. */
  #ready: PlainConnection[] = [];

  /**
   * In one go, at the end of a turn of the event loop: a client that sleeps is woken once for all of them and finds them
   * together, where a write each would wake it, and perhaps a CPU, again and again. 64 clients: 34,000 to 36,600
   * invocations a second, 26,000 to 31,400 with a write each (two CPUs).
   */
  readonly #answerAll = () => {
    const ready = this.#ready;
    this.#ready = [];
    for (const connection of ready) connection.answer();
  };

  constructor(options: PlainConnectionsOptions) {
    this.#options = options;
    this.maxHeadBytes = options.maxHeadBytes;
    this.keepAliveSeconds = Math.floor(options.keepAliveTimeoutMs / 1000);
    this.handle = options.handle;
    this.cutOff = options.cutOff;
    this.#looking = setInterval(() => this.#endIdle(), options.keepAliveTimeoutMs / LOOKS_PER_TIMEOUT).unref();
  }

  answerSoon(connection: PlainConnection): void {
    if (this.#ready.length === 0) setImmediate(this.#answerAll);
    this.#ready.push(connection);
  }

  take(socket: Socket, sourceIp: string): void {
    this.#all.add(new PlainConnection(socket, sourceIp, this));
  }

  handOver(connection: PlainConnection): void {
    this.#all.delete(connection);
    this.#options.handOver(connection.socket);
  }

  closed(connection: PlainConnection): void {
    this.#all.delete(connection);
  }

  /** Ends those that wait for a request; the others end with their answer. */
  stop(): void {
    this.stopping = true;
    clearInterval(this.#looking);
    for (const connection of this.#all) if (connection.idle) connection.socket.destroy();
  }

  cutAll(): void {
    for (const { socket } of this.#all) socket.destroy();
  }

  #endIdle(): void {
    const since = performance.now() - this.#options.keepAliveTimeoutMs;
    for (const connection of this.#all) if (connection.idle && connection.since < since) connection.socket.destroy();
  }
}
