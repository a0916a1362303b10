import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Duplex } from 'node:stream';

import { InvokeEncoder } from '../../server/src/engine/link/frames.ts';
import type { InvocationHeader } from '../../server/src/engine/link/runtime-link.ts';
import { FrameReader, FrameType, type InitMessage } from '../node/src/frames.ts';

export interface Frame {
  readonly type: number;
  readonly bytes: Buffer;
}

export interface LogEntry {
  readonly timestamp: number;
  readonly level: number;
  readonly text: string;
}

/** What one invocation (or the initialisation) sent, up to and with its completion. */
export interface Outcome {
  readonly logs: readonly LogEntry[];
  readonly type: number;
  /** The process said that it is about to exit. */
  readonly leaving: boolean;
  readonly contentType: string;
  readonly errorType: string;
  readonly body: Buffer;
  readonly chunks: readonly Buffer[];
}

export interface StartOptions {
  readonly file: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

const LAST_OF_ANSWER: readonly number[] = [FrameType.response, FrameType.error, FrameType.streamEnd];
const COMPLETIONS = new Set<number>([FrameType.initDone, FrameType.initError, ...LAST_OF_ANSWER]);
const ANSWERS = new Set<number>([FrameType.streamStart, FrameType.streamChunk, ...LAST_OF_ANSWER]);

/** The platform's end of one runtime process. */
export class RuntimeProcess {
  readonly child: ChildProcess;
  readonly exited: Promise<{ code: number | null; signal: string | null }>;
  readonly #socket: Duplex;
  readonly #invokes = new InvokeEncoder();
  readonly #frames: Frame[] = [];
  #wake: () => void = () => {};
  #ended = false;
  stdout = '';
  stderr = '';

  constructor({ file, args, env = {} }: StartOptions) {
    this.child = spawn(file, args, {
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    });
    this.#socket = this.child.stdio[3] as Duplex;
    const reader = new FrameReader((type, bytes, start, end) => {
      this.#frames.push({ type, bytes: Buffer.from(bytes.subarray(start, end)) });
    });
    this.#socket.on('data', (chunk: Buffer) => {
      reader.push(chunk, chunk.length);
      this.#wake();
    });
    this.#socket.on('close', () => {
      this.#ended = true;
      this.#wake();
    });
    this.#socket.on('error', () => {});
    this.child.stdout!.on('data', (chunk: Buffer) => (this.stdout += chunk.toString()));
    this.child.stderr!.on('data', (chunk: Buffer) => (this.stderr += chunk.toString()));
    this.exited = once(this.child, 'close').then(([code, signal]) => ({ code, signal }));
  }

  async ready(): Promise<{ pid: number; version: string }> {
    const frame = await this.next();
    return JSON.parse(frame.bytes.toString());
  }

  async init(message: InitMessage): Promise<Outcome> {
    this.send(FrameType.init, Buffer.from(JSON.stringify(message)));
    this.send(FrameType.load, Buffer.alloc(0));
    return this.outcome();
  }

  /** @param event bytes are sent as they are, anything else as JSON */
  async invoke(event: unknown, header: Partial<InvocationHeader> = {}): Promise<Outcome> {
    this.start(event, header);
    return this.outcome();
  }

  start(event: unknown, header: Partial<InvocationHeader> = {}): void {
    const full: InvocationHeader = {
      requestId: '11111111-2222-3333-4444-555555555555',
      deadlineMs: Date.now() + 3000,
      invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:test',
      ...header,
    };
    const body = event instanceof Uint8Array ? event : Buffer.from(JSON.stringify(event));
    this.#socket.write(Buffer.concat([this.#invokes.head(full, body.length, false), body]));
  }

  send(type: number, payload: Uint8Array): void {
    const head = Buffer.alloc(5);
    head.writeUInt32BE(1 + payload.length);
    head[4] = type;
    this.#socket.write(Buffer.concat([head, payload]));
  }

  /** @throws Error with the process's output when it ended instead. */
  async next(): Promise<Frame> {
    while (this.#frames.length === 0) {
      if (this.#ended) throw new Error(`The runtime ended.\n${this.stdout}\n${this.stderr}`);
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    return this.#frames.shift()!;
  }

  async outcome(): Promise<Outcome> {
    const logs: LogEntry[] = [];
    const chunks: Buffer[] = [];
    let contentType = '';
    let leaving = false;
    for (;;) {
      const frame = await this.next();
      const { type } = frame;
      const bytes = ANSWERS.has(type) ? this.#numbered(frame) : frame.bytes;
      if (type === FrameType.log) logs.push(readLog(bytes));
      else if (type === FrameType.leaving) leaving = true;
      else if (type === FrameType.streamStart) contentType = readPrefixed(bytes).text;
      else if (type === FrameType.streamChunk) chunks.push(bytes);
      else if (COMPLETIONS.has(type))
        return { logs, chunks, type, leaving, ...readCompletion(type, bytes, contentType) };
      else throw new Error(`Unexpected frame ${type}`);
    }
  }

  /** What follows the number of the running invocation. */
  #numbered({ type, bytes }: Frame): Buffer {
    assert.equal(bytes.readUInt32BE(0), this.#invokes.number, `frame ${type} of another invocation`);
    return bytes.subarray(4);
  }

  async stop(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.exited;
  }
}

function readLog(bytes: Buffer): LogEntry {
  return { timestamp: bytes.readDoubleBE(0), level: bytes[8]!, text: bytes.toString('utf8', 9) };
}

function readPrefixed(bytes: Buffer): { text: string; rest: Buffer } {
  const end = 2 + bytes.readUInt16BE(0);
  return { text: bytes.toString('utf8', 2, end), rest: bytes.subarray(end) };
}

function readCompletion(
  type: number,
  bytes: Buffer,
  contentType: string,
): Omit<Outcome, 'logs' | 'chunks' | 'type' | 'leaving'> {
  if (type === FrameType.response) {
    const { text, rest } = readPrefixed(bytes);
    return { contentType: text, errorType: '', body: rest };
  }
  if (type === FrameType.error) {
    const { text, rest } = readPrefixed(bytes);
    return { contentType: '', errorType: text, body: rest };
  }
  return { contentType, errorType: '', body: bytes };
}
