import { format } from 'node:util';

import type { Channel } from './channel.ts';
import { formatForLog, intoError } from './errors.ts';
import { FrameType } from './frames.ts';

/** Level bytes of LOG frames. */
export const LogLevel = { TRACE: 1, DEBUG: 2, INFO: 3, WARN: 4, ERROR: 5, FATAL: 6 } as const;
type LevelName = keyof typeof LogLevel;

type LogMethod = (...args: unknown[]) => void;

/** Other libraries find the current request here, as on AWS. */
const REQUEST_ID = Symbol.for('aws.lambda.runtime.requestId');
const requestIdHolder = globalThis as unknown as { [REQUEST_ID]?: string };

/** Turns `console.*` into LOG frames in AWS's text or JSON format. */
export class LambdaConsole {
  readonly #channel: Channel;
  readonly #json: boolean;
  readonly #head = Buffer.alloc(9);

  constructor(channel: Channel, logFormat: 'Text' | 'JSON', logLevel: string | undefined) {
    this.#channel = channel;
    this.#json = logFormat === 'JSON';
    const threshold = LogLevel[(logLevel?.toUpperCase() ?? 'TRACE') as LevelName] ?? LogLevel.TRACE;
    const methods: [string, LevelName][] = [
      ['trace', 'TRACE'],
      ['debug', 'DEBUG'],
      ['info', 'INFO'],
      ['log', 'INFO'],
      ['warn', 'WARN'],
      ['error', 'ERROR'],
      ['fatal', 'FATAL'],
    ];
    for (const [method, level] of methods) {
      const enabled = level === 'FATAL' || LogLevel[level] >= threshold;
      const log: LogMethod = enabled ? (...args) => this.#log(level, args) : () => {};
      (console as unknown as Record<string, LogMethod>)[method] = log;
    }
  }

  get requestId(): string | undefined {
    return requestIdHolder[REQUEST_ID];
  }

  set requestId(id: string | undefined) {
    requestIdHolder[REQUEST_ID] = id;
  }

  /** `Invoke Error`, `Uncaught Exception`, `Unhandled Promise Rejection`. */
  logFailure(title: string, error: unknown): void {
    if (this.#json) this.#log('ERROR', [intoError(error)]);
    else this.#log('ERROR', [title, formatForLog(intoError(error))]);
  }

  #log(level: LevelName, args: unknown[]): void {
    const now = new Date();
    const time = now.toISOString();
    const line = this.#json
      ? formatJson(time, this.requestId, level, args)
      : `${time}\t${this.requestId}\t${level}\t${format(...args)}`;
    this.#head.writeDoubleBE(now.getTime(), 0);
    this.#head[8] = LogLevel[level];
    this.#channel.sendLine(FrameType.log, this.#head, line);
  }
}

function formatJson(timestamp: string, requestId: string | undefined, level: string, args: unknown[]): string {
  const entry: Record<string, unknown> = { timestamp, level, requestId };
  if (args.length === 1) {
    try {
      return JSON.stringify({ ...entry, message: args[0] }, (_key, value: unknown) => errorFields(value));
    } catch {
      return JSON.stringify({ ...entry, message: format(args[0]) });
    }
  }
  entry['message'] = format(...args);
  const error = args.find((argument) => argument instanceof Error);
  if (error) Object.assign(entry, describeError(error));
  return JSON.stringify(entry);
}

function errorFields(value: unknown): unknown {
  return value instanceof Error ? Object.assign(describeError(value), value) : value;
}

function describeError(error: Error): Record<string, unknown> {
  return {
    errorType: error.constructor?.name ?? 'UnknownError',
    errorMessage: error.message,
    stackTrace: typeof error.stack === 'string' ? error.stack.split('\n') : [],
  };
}
