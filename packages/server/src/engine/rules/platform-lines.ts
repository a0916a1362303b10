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
  readonly metrics: InvocationMetrics;
  readonly failure: Failure | null;
}

/** What the platform itself writes into a function's log. Null: nothing in this format or below the chosen level. */
export interface PlatformLines {
  initStart(version: string, versionArn: string, at: number): string | null;
  start(requestId: string, version: string, at: number): string | null;
  end(requestId: string): string | null;
  report(figures: ReportFigures, at: number): string | null;
  /** Failed initialisations only; successful ones are in REPORT. */
  initReport(phase: Phase, durationMs: number, failure: Failure, at: number): string | null;
  /** Lines that Lambda's text format alone has (`Task timed out …`). */
  note(text: string): string | null;
}

export function platformLines(logging: LoggingSpec): PlatformLines {
  return logging.format === 'JSON' ? jsonLines(logging.systemLevel ?? 'INFO') : TEXT_LINES;
}

const TEXT_LINES: PlatformLines = {
  initStart: (version, versionArn) => `INIT_START Runtime Version: ${version}\tRuntime Version ARN: ${versionArn}\n`,
  start: (requestId, version) => `START RequestId: ${requestId} Version: ${version}\n`,
  end: (requestId) => `END RequestId: ${requestId}\n`,
  report: (figures) => `${reportText(figures)}\n`,
  initReport: (phase, durationMs, failure) =>
    `INIT_REPORT Init Duration: ${durationMs.toFixed(2)} ms\tPhase: ${phase}\t${failureText(failure)}\n`,
  note: (text) => `${text}\n`,
};

/** A successful REPORT ends with a tab, a failed one with its status (recorded). */
function reportText({ requestId, memoryMb, metrics, failure }: ReportFigures): string {
  const { durationMs, billedMs, maxMemoryMb, initMs } = metrics;
  const figures =
    `REPORT RequestId: ${requestId}\tDuration: ${durationMs.toFixed(2)} ms\tBilled Duration: ${billedMs} ms\t` +
    `Memory Size: ${memoryMb} MB\tMax Memory Used: ${maxMemoryMb} MB\t`;
  const init = initMs === undefined ? '' : `Init Duration: ${initMs.toFixed(2)} ms\t`;
  return figures + init + (failure ? failureText(failure) : '');
}

function failureText({ status, errorType }: Failure): string {
  return errorType === undefined ? `Status: ${status}` : `Status: ${status}\tError Type: ${errorType}`;
}

/** Lambda's JSON log format: platform events of level INFO, failures WARN (developer guide, "System log level event mapping"). */
function jsonLines(level: string): PlatformLines {
  const informs = level === 'INFO' || level === 'DEBUG';
  const event = (type: string, record: object, at: number, failed: boolean) =>
    informs || failed ? `${JSON.stringify({ time: new Date(at).toISOString(), type, record })}\n` : null;
  return {
    initStart: (runtimeVersion, runtimeVersionArn, at) =>
      event(
        'platform.initStart',
        { initializationType: 'on-demand', phase: 'init', runtimeVersion, runtimeVersionArn },
        at,
        false,
      ),
    start: (requestId, version, at) => event('platform.start', { requestId, version }, at, false),
    end: () => null,
    report: (figures, at) => event('platform.report', reportRecord(figures), at, figures.failure !== null),
    initReport: (phase, durationMs, failure, at) =>
      event(
        'platform.initReport',
        { initializationType: 'on-demand', phase, ...failure, metrics: { durationMs: round(durationMs) } },
        at,
        true,
      ),
    note: () => null,
  };
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
    ...(failure ?? { status: 'success' }),
  };
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}
