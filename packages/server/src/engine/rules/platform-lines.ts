import type { InvocationMetrics, LoggingSpec } from '../engine.ts';

/** `phase` and `status` as the log lines spell them. */
export type Phase = 'init' | 'invoke';
export interface Failure {
  readonly status: 'timeout' | 'error';
  readonly errorType?: string;
}

export interface ReportFigures {
  readonly requestId: string;
  readonly memoryMb: number;
  readonly metrics: Omit<InvocationMetrics, 'startedAt'>;
  readonly failure: Failure | null;
}

/** What the platform itself writes into a function's log. Null: nothing in this format or at the chosen level. */
export interface PlatformLines {
  initStart(phase: Phase, version: string, versionArn: string, at: number): string | null;
  /** The runtime has loaded the handler, or failed to. */
  initRuntimeDone(phase: Phase, failure: Failure | null, at: number): string | null;
  /** Text has a line for failures only; an initialisation that succeeded is in REPORT. */
  initReport(phase: Phase, durationMs: number, failure: Failure | null, at: number): string | null;
  extension(name: string, events: readonly string[], at: number): string | null;
  start(requestId: string, version: string, at: number): string | null;
  runtimeDone(done: RuntimeDone, at: number): string | null;
  end(requestId: string): string | null;
  report(figures: ReportFigures, at: number): string | null;
  /** Lines that Lambda's text format alone has (`Task timed out …`). */
  note(text: string): string | null;
}

export interface RuntimeDone {
  readonly requestId: string;
  readonly durationMs: number;
  readonly producedBytes: number;
  readonly failure: Failure | null;
}

export function platformLines(logging: LoggingSpec): PlatformLines {
  return logging.format === 'JSON' ? jsonLines(logging.systemLevel ?? 'INFO') : TEXT_LINES;
}

const NOTHING = () => null;

const TEXT_LINES: PlatformLines = {
  initStart: (_phase, version, versionArn) =>
    `INIT_START Runtime Version: ${version}\tRuntime Version ARN: ${versionArn}\n`,
  initRuntimeDone: NOTHING,
  initReport: (phase, durationMs, failure) =>
    failure && `INIT_REPORT Init Duration: ${durationMs.toFixed(2)} ms\tPhase: ${phase}\t${failureText(failure)}\n`,
  extension: (name, events) => `EXTENSION\tName: ${name}\tState: Ready\tEvents: [${events.join(', ')}]\n`,
  start: startText,
  runtimeDone: NOTHING,
  end: endText,
  report: reportText,
  note: (text) => `${text}\n`,
};

export function startText(requestId: string, version: string): string {
  return `START RequestId: ${requestId} Version: ${version}\n`;
}

export function endText(requestId: string): string {
  return `END RequestId: ${requestId}\n`;
}

/** A successful REPORT ends with a tab, a failed one with its status (recorded). */
export function reportText({ requestId, memoryMb, metrics, failure }: ReportFigures): string {
  const { durationMs, billedMs, maxMemoryMb, initMs } = metrics;
  const figures =
    `REPORT RequestId: ${requestId}\tDuration: ${inHundredths(durationMs)} ms\tBilled Duration: ${billedMs} ms\t` +
    `Memory Size: ${memoryMb} MB\tMax Memory Used: ${maxMemoryMb} MB\t`;
  const init = initMs === undefined ? '' : `Init Duration: ${inHundredths(initMs)} ms\t`;
  return `${figures}${init}${failure ? failureText(failure) : ''}\n`;
}

/** Characters of `reportText` without a failure, at less than its cost. */
export function reportTextLength({ requestId, memoryMb, metrics }: ReportFigures): number {
  const { durationMs, billedMs, maxMemoryMb, initMs } = metrics;
  const init = initMs === undefined ? 0 : FIXED_IN_INIT + lengthInHundredths(initMs);
  const whole = digits(billedMs) + digits(memoryMb) + digits(maxMemoryMb);
  return FIXED_IN_REPORT + requestId.length + lengthInHundredths(durationMs) + whole + init;
}

const FIXED_IN_REPORT =
  'REPORT RequestId: \tDuration:  ms\tBilled Duration:  ms\tMemory Size:  MB\tMax Memory Used:  MB\t\n'.length;
const FIXED_IN_INIT = 'Init Duration:  ms\t'.length;

function inHundredths(milliseconds: number): string {
  return (Math.round(milliseconds * 100) / 100).toFixed(2);
}

function lengthInHundredths(milliseconds: number): number {
  return Math.max(3, digits(Math.round(milliseconds * 100))) + 1;
}

/** Of a whole number, 0 or more. */
function digits(value: number): number {
  let count = 1;
  for (let rest = value; rest >= 10; rest /= 10) count += 1;
  return count;
}

function failureText({ status, errorType }: Failure): string {
  return errorType === undefined ? `Status: ${status}` : `Status: ${status}\tError Type: ${errorType}`;
}

type SystemLevel = 'DEBUG' | 'INFO' | 'WARN';
const SYSTEM_LEVELS: readonly string[] = ['DEBUG', 'INFO', 'WARN'] satisfies SystemLevel[];
const ON_DEMAND = { initializationType: 'on-demand' } as const;

/**
 * Lambda's JSON log format. The level of each event is AWS's (developer guide, "System log level event mapping"): START
 * and REPORT are INFO, what tells of a part that went well DEBUG, every failure WARN.
 */
function jsonLines(chosen: string): PlatformLines {
  const least = SYSTEM_LEVELS.indexOf(chosen);
  const event = (level: SystemLevel, type: string, record: object, at: number) =>
    SYSTEM_LEVELS.indexOf(level) < least
      ? null
      : `${JSON.stringify({ time: new Date(at).toISOString(), type: `platform.${type}`, record })}\n`;
  const outcome = (failure: Failure | null, success: SystemLevel): SystemLevel => (failure ? 'WARN' : success);
  return {
    initStart: (phase, runtimeVersion, runtimeVersionArn, at) =>
      event('INFO', 'initStart', { ...ON_DEMAND, phase, runtimeVersion, runtimeVersionArn }, at),
    initRuntimeDone: (phase, failure, at) =>
      event(outcome(failure, 'DEBUG'), 'initRuntimeDone', { ...ON_DEMAND, phase, ...statusOf(failure) }, at),
    initReport: (phase, durationMs, failure, at) =>
      event(
        outcome(failure, 'DEBUG'),
        'initReport',
        { ...ON_DEMAND, phase, ...statusOf(failure), metrics: { durationMs: round(durationMs) } },
        at,
      ),
    extension: (name, events, at) => event('INFO', 'extension', { name, state: 'Ready', events }, at),
    start: (requestId, version, at) => event('INFO', 'start', { requestId, version }, at),
    runtimeDone: ({ requestId, durationMs, producedBytes, failure }, at) =>
      event(
        outcome(failure, 'DEBUG'),
        'runtimeDone',
        { requestId, ...statusOf(failure), metrics: { durationMs: round(durationMs), producedBytes } },
        at,
      ),
    end: NOTHING,
    report: (figures, at) => event(outcome(figures.failure, 'INFO'), 'report', reportRecord(figures), at),
    note: NOTHING,
  };
}

function statusOf(failure: Failure | null): Failure | { readonly status: 'success' } {
  return failure ?? { status: 'success' };
}

function reportRecord({ requestId, memoryMb, metrics, failure }: ReportFigures): object {
  const { durationMs, billedMs, maxMemoryMb, initMs } = metrics;
  return {
    requestId,
    metrics: {
      durationMs: round(durationMs),
      billedDurationMs: billedMs,
      memorySizeMB: memoryMb,
      maxMemoryUsedMB: maxMemoryMb,
      ...(initMs === undefined ? {} : { initDurationMs: round(initMs) }),
    },
    ...statusOf(failure),
  };
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}
