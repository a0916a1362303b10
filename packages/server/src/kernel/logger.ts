export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** The platform's own log. Fields are plain values; an Error under `cause` is written with its stack. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** A logger whose lines all carry `fields`. */
  with(fields: LogFields): Logger;
}

export type LogFields = Readonly<Record<string, unknown>>;

const RANK: Record<LogLevel, number> = { debug: 0, info: 1, warn: 2, error: 3 };

/** Writes one JSON object a line to `write` (default: standard error), from `threshold` up. */
export function jsonLogger(
  threshold: LogLevel,
  write: (line: string) => void = writeToStderr,
  bound: LogFields = {},
): Logger {
  const log = (level: LogLevel) => (message: string, fields?: LogFields) => {
    if (RANK[level] < RANK[threshold]) return;
    write(`${JSON.stringify({ time: new Date().toISOString(), level, message, ...bound, ...fields }, errorsAsText)}\n`);
  };
  return {
    debug: log('debug'),
    info: log('info'),
    warn: log('warn'),
    error: log('error'),
    with: (fields) => jsonLogger(threshold, write, { ...bound, ...fields }),
  };
}

function writeToStderr(line: string): void {
  process.stderr.write(line);
}

function errorsAsText(_key: string, value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  return value.cause instanceof Error ? `${value.stack}\ncaused by ${value.cause.stack}` : value.stack;
}

export const silentLogger: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  with: () => silentLogger,
};
