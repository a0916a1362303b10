import type { Writable } from 'node:stream';

import type { Replies } from './channel.ts';
import { RuntimeError } from './errors.ts';
import { answerHead, FrameType, type InvokeHeader, numberOf } from './frames.ts';

const PRELUDE_CONTENT_TYPE = 'application/vnd.awslambda.http-integration-response';
const PRELUDE_DELIMITER_BYTES = 8;
const NOTHING = Buffer.alloc(0);

type WriteChunk = (chunk: string | Uint8Array) => void;

/** What the function writes to: a `Writable` with AWS's two additions. */
export interface ResponseStream extends Writable {
  /** Before the first write only. */
  setContentType(contentType: string): void;
  _onBeforeFirstWrite?: (write: WriteChunk) => void;
}

/** One streamed answer. STREAM_START leaves with the first byte, or with the end of an empty stream. */
export interface StreamInvocation {
  readonly responseStream: ResponseStream;
  /** Resolves when the function has ended the stream and its bytes are gone; rejects when it destroyed it. */
  readonly finished: Promise<void>;
  end(): void;
  /** A failure, as error JSON. @returns false when the stream had not begun: the failure is the whole answer then */
  fail(errorJson: string): boolean;
}

/** The global `awslambda` of the managed runtimes. */
export function installAwsLambdaGlobal(): void {
  (globalThis as Record<string, unknown>)['awslambda'] = {
    streamifyResponse(handler: Record<symbol, unknown>, options?: { highWaterMark?: unknown }) {
      handler[Symbol.for('aws.lambda.runtime.handler.streaming')] = 'response';
      if (typeof options?.highWaterMark === 'number') {
        handler[Symbol.for('aws.lambda.runtime.handler.streaming.highWaterMark')] = Math.trunc(options.highWaterMark);
      }
      return handler;
    },
    HttpResponseStream: {
      /** Announces an HTTP answer: its status, headers and cookies go before the first byte of the body. */
      from(underlyingStream: ResponseStream, prelude: unknown): ResponseStream {
        underlyingStream.setContentType(PRELUDE_CONTENT_TYPE);
        const json = JSON.stringify(prelude);
        underlyingStream._onBeforeFirstWrite = (write) => {
          write(json);
          write(new Uint8Array(PRELUDE_DELIMITER_BYTES));
        };
        return underlyingStream;
      },
    },
  };
}

export function streamInvocation(
  channel: Replies,
  header: InvokeHeader,
  highWaterMark: number | undefined,
): StreamInvocation {
  const number = numberOf(header);
  let started = false;
  let ended = false;
  const start = (): void => {
    if (started) return;
    started = true;
    channel.sendBytes(FrameType.streamStart, answerHead(header, contentType()), NOTHING);
  };
  const send = (chunk: string | Uint8Array, onDrained: () => void): void => {
    if (ended) return;
    start();
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    channel.sendBytes(FrameType.streamChunk, number, bytes, onDrained);
  };
  const { responseStream, contentType } = createResponseStream(send, highWaterMark);
  const finished = new Promise<void>((resolve, reject) => {
    responseStream.once('finish', () => resolve());
    responseStream.on('error', reject);
    responseStream.once('close', () => reject(new Error('aborted')));
  });
  finished.catch(() => {});
  return {
    responseStream,
    finished,
    end: () => {
      start();
      ended = true;
      channel.sendBytes(FrameType.streamEnd, number, NOTHING);
    },
    fail: (errorJson) => {
      ended = true;
      if (started) channel.sendText(FrameType.streamEnd, number, errorJson);
      return started;
    },
  };
}

function createResponseStream(
  send: (chunk: string | Uint8Array, onDrained: () => void) => void,
  highWaterMark: number | undefined,
): { readonly responseStream: ResponseStream; readonly contentType: () => string } {
  // Loaded on use: most functions do not stream.
  const { Writable: WritableStream } = require('node:stream') as typeof import('node:stream');
  let contentType = 'application/octet-stream';
  const responseStream = new WritableStream({
    ...(highWaterMark ? { highWaterMark } : {}),
    write: (chunk: Buffer, _encoding, callback) => send(chunk, () => callback()),
  }) as ResponseStream;
  const write = responseStream.write.bind(responseStream) as (chunk: unknown, ...rest: unknown[]) => boolean;
  let written = false;
  responseStream.write = (chunk: unknown, ...rest: unknown[]): boolean => {
    if (!written) {
      written = true;
      responseStream._onBeforeFirstWrite?.((head) => write(head));
    }
    const raw = typeof chunk === 'string' || chunk instanceof Uint8Array;
    return write(raw ? chunk : JSON.stringify(chunk), ...rest);
  };
  const end = responseStream.end.bind(responseStream) as (...rest: unknown[]) => ResponseStream;
  responseStream.end = (...args: unknown[]): ResponseStream => {
    // `end(chunk)` is a write, with all that goes before the first one.
    const hasChunk = typeof args[0] !== 'function' && args[0] !== undefined && args[0] !== null;
    if (hasChunk && typeof args[1] === 'string') responseStream.write(args[0], args[1] as BufferEncoding);
    else if (hasChunk) responseStream.write(args[0]);
    const callback = args.find((argument) => typeof argument === 'function');
    return callback ? end(callback) : end();
  };
  responseStream.setContentType = (type: string): void => {
    if (written) throw new RuntimeError('InvalidStreamingOperation', 'Cannot set content-type, too late.');
    contentType = type;
  };
  return { responseStream, contentType: () => contentType };
}
