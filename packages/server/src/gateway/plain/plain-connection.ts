import type { Socket } from 'node:net';
import type { WireRequest, WireResponse } from '../../protocol/wire.ts';
import { drained, isWhole, type WholeBody } from '../http-response.ts';
import { type KeptConnection, writeStream, writeWhole } from './plain-answer.ts';
import { readPlainHead } from './plain-head.ts';
import { PlainRequest } from './plain-request.ts';

/** What a connection needs of its listener. */
export interface PlainServer extends KeptConnection {
  readonly maxHeadBytes: number;
  /** Calls its `answer` when all that this turn of the event loop has brought is under way. */
  answerSoon(connection: PlainConnection): void;
  readonly handle: (request: WireRequest, sourceIp: string) => Promise<WireResponse>;
  /** The rest of the connection is Node's. The bytes that were read are in the socket again. */
  handOver(connection: PlainConnection): void;
  closed(connection: PlainConnection): void;
  readonly cutOff: (request: WireRequest, cause: unknown) => void;
}

interface ReadyAnswer {
  readonly request: PlainRequest;
  readonly response: WireResponse;
  readonly body: WholeBody;
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
  #ready: ReadyAnswer | null = null;
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
    try {
      const response = await this.#server.handle(request, this.#sourceIp);
      const { body } = response;
      if (isWhole(body)) {
        this.#ready = { request, response, body };
        return this.#server.answerSoon(this);
      }
      if (this.socket.destroyed) return;
      await writeStream(this.socket, request.method, response, body, this.#server);
      this.#answered(request);
    } catch (cause) {
      this.#fail(request, cause);
    }
  }

  /** Writes the answer that is ready. */
  answer(): void {
    const { request, response, body } = this.#ready!;
    this.#ready = null;
    if (this.socket.destroyed) return;
    try {
      writeWhole(this.socket, request.method, response, body, this.#server);
      this.#answered(request);
    } catch (cause) {
      this.#fail(request, cause);
    }
  }

  #answered(request: PlainRequest): void {
    request.answered();
    if (this.#server.stopping) this.socket.end();
    // Who asks without reading is not read either: answers would pile up.
    else if (this.socket.writableNeedDrain)
      drained(this.socket).then(
        () => this.#next(),
        () => this.socket.destroy(),
      );
    else this.#next();
  }

  #fail(request: PlainRequest, cause: unknown): void {
    if (!this.socket.destroyed) this.#server.cutOff(request, cause);
    this.socket.destroy();
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
