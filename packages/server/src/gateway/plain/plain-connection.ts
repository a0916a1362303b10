import type { Socket } from 'node:net';
import type { WireRequest, WireResponse } from '../../protocol/wire.ts';
import { drained } from '../http-response.ts';
import { writeStream, writeWhole } from './plain-answer.ts';
import { readPlainHead } from './plain-head.ts';
import { PlainRequest } from './plain-request.ts';

/** What a connection needs of its listener. */
export interface PlainServer {
  readonly maxHeadBytes: number;
  readonly keepAliveSeconds: number;
  /** No further requests: an answer ends its connection. */
  readonly stopping: boolean;
  readonly handle: (request: WireRequest, sourceIp: string) => Promise<WireResponse>;
  /** The rest of the connection is Node's. The bytes that were read are in the socket again. */
  handOver(connection: PlainConnection): void;
  closed(connection: PlainConnection): void;
  readonly cutOff: (request: WireRequest, cause: unknown) => void;
}

/**
 * A connection as long as only plain requests come over it, one after another: read and answered without Node's `http`,
 * whose messages cost 5 us of a warm invocation's 40 and a third of its garbage. The first other request hands it over.
 */
export class PlainConnection {
  readonly socket: Socket;
  readonly #server: PlainServer;
  readonly #sourceIp: string;
  #busy = false;
  /** What came while a request was under way. */
  #early: Buffer | null = null;
  /** performance.now() when it last did anything. */
  since = performance.now();

  readonly #onData = (chunk: Buffer) => this.#read(chunk);
  readonly #onEnd = () => void this.socket.end();
  readonly #onError = () => void this.socket.destroy();
  readonly #onClose = () => this.#server.closed(this);

  constructor(socket: Socket, sourceIp: string, server: PlainServer) {
    this.socket = socket;
    this.#sourceIp = sourceIp;
    this.#server = server;
    socket.on('data', this.#onData).on('end', this.#onEnd).on('error', this.#onError).on('close', this.#onClose);
  }

  get idle(): boolean {
    return !this.#busy;
  }

  #read(chunk: Buffer): void {
    if (this.#busy) return this.#keep(chunk);
    const head = readPlainHead(chunk, this.#server.maxHeadBytes);
    if (!head) return this.#handOver(chunk);
    this.#busy = true;
    void this.#serve(new PlainRequest(head, chunk.subarray(head.bodyAt), this.socket));
  }

  async #serve(request: PlainRequest): Promise<void> {
    const { socket } = this;
    try {
      const answer = await this.#server.handle(request, this.#sourceIp);
      if (socket.destroyed) return;
      const { stopping: close, keepAliveSeconds } = this.#server;
      const { body } = answer;
      if (body === null || typeof body === 'string' || body instanceof Uint8Array)
        writeWhole(socket, request.method, answer, body, { close, keepAliveSeconds });
      else await writeStream(socket, request.method, answer, body, { close, keepAliveSeconds });
      request.answered();
      if (close) return void socket.end();
      // Who asks without reading is not read either: answers would pile up.
      if (socket.writableNeedDrain) await drained(socket);
      this.#next();
    } catch (cause) {
      if (!socket.destroyed) this.#server.cutOff(request, cause);
      socket.destroy();
    }
  }

  #next(): void {
    this.#busy = false;
    this.since = performance.now();
    const early = this.#early;
    if (early === null) return;
    this.#early = null;
    this.socket.resume();
    this.#read(early);
  }

  /** Pipelined: its sender may wait, and sends no more than the kernel holds. */
  #keep(chunk: Buffer): void {
    this.socket.pause();
    this.#early = this.#early === null ? chunk : Buffer.concat([this.#early, chunk]);
  }

  #handOver(chunk: Buffer): void {
    this.socket
      .off('data', this.#onData)
      .off('end', this.#onEnd)
      .off('error', this.#onError)
      .off('close', this.#onClose);
    this.socket.unshift(chunk);
    this.#server.handOver(this);
  }
}
