import { hexId } from '../../kernel/ids.ts';
import type { FunctionSpec, InvocationMetrics, LogSource } from '../engine.ts';
import { type PlatformFault, timeoutText } from '../rules/function-errors.ts';
import { type Failure, type Phase, type PlatformLines, platformLines } from '../rules/platform-lines.ts';
import { FlowShare, type Inlet, type LogFlow } from './log-flow.ts';
import { EventPacker } from './event-packer.ts';
import type { PackedEvents } from './packed-events.ts';

/** CloudWatch Logs' largest event, without its 26 bytes of overhead (AWS quota, since April 2025). */
const MAX_EVENT_CHARACTERS = 1_048_576 - 26;
const TAIL_BYTES = 4096;

/** The log stream of one execution environment: the platform's lines, the function's, and the tail of what runs. */
export class EnvironmentLog implements LogSource {
  readonly account: string;
  readonly region: string;
  readonly group: string;
  readonly stream: string;
  readonly #spec: FunctionSpec;
  readonly #flow: LogFlow;
  readonly #share: FlowShare;
  readonly #events = new EventPacker();
  readonly #lines: PlatformLines;
  #tail: LogTail | null = null;

  /** @param inlet held while more is written than can be stored */
  constructor(spec: FunctionSpec, flow: LogFlow, startedAt: number, inlet: () => Inlet) {
    this.account = spec.account;
    this.region = spec.region;
    this.group = spec.logging.group;
    this.#spec = spec;
    this.#flow = flow;
    this.#share = new FlowShare(inlet);
    this.#lines = platformLines(spec.logging);
    this.stream = streamName(spec, startedAt);
  }

  take(): readonly PackedEvents[] {
    return this.#events.take();
  }

  /** One event of the function's, without its newline. */
  line(text: string, timestamp: number): void {
    this.#write(`${text}\n`, timestamp);
  }

  /** Not part of a tail, even when it happens within an invocation (recorded). */
  initStarted(phase: Phase, runtimeVersion: string, runtimeVersionArn: string): void {
    const now = Date.now();
    this.#append(this.#lines.initStart(phase, runtimeVersion, runtimeVersionArn, now), now);
  }

  initEnded(phase: Phase, durationMs: number, failure: Failure | null): void {
    const now = Date.now();
    this.#write(this.#lines.initRuntimeDone(phase, failure, now), now);
    this.#write(this.#lines.initReport(phase, durationMs, failure, now), now);
  }

  extensionReady(name: string, events: readonly string[]): void {
    const now = Date.now();
    this.#append(this.#lines.extension(name, events, now), now);
  }

  /** START; until `finished`, lines belong to `tail` too, if there is one. */
  started(requestId: string, at: number, tail: LogTail | null): void {
    const { version } = this.#spec;
    this.#tail = tail;
    if (!this.#asFigures) return this.#write(this.#lines.start(requestId, version, at), at);
    const first = this.#events.empty;
    this.#packed(this.#events.addStart(at, requestId, version), first);
  }

  /** Lambda's older line, which log scrapers look for, beside REPORT's status. */
  timedOut(requestId: string): void {
    const now = Date.now();
    this.#write(
      this.#lines.note(`${new Date(now).toISOString()} ${requestId} ${timeoutText(this.#spec.timeoutSeconds)}\n`),
      now,
    );
  }

  /** As `timedOut`, for a runtime that ended or could not be started. */
  faulted({ note }: PlatformFault): void {
    if (note !== undefined) this.#write(this.#lines.note(note), Date.now());
  }

  /** END and REPORT. */
  finished(requestId: string, metrics: InvocationMetrics, failure: Failure | null, producedBytes: number): void {
    const now = Date.now();
    const report = { requestId, memoryMb: this.#spec.memoryMb, metrics, failure };
    const first = this.#events.empty;
    if (this.#asFigures && !failure) return this.#packed(this.#events.addEnd(now, report), first);
    const { durationMs } = metrics;
    this.#write(this.#lines.runtimeDone({ requestId, durationMs, producedBytes, failure }, now), now);
    this.#write(this.#lines.end(requestId), now);
    this.#write(this.#lines.report(report, now), now);
    this.#tail = null;
  }

  /** START, END and REPORT, whose text nobody wants now. */
  get #asFigures(): boolean {
    return this.#spec.logging.format === 'Text' && this.#tail === null;
  }

  /** `message` is one event, its newline included; null writes nothing. */
  #write(message: string | null, timestamp: number): void {
    const written = this.#append(message, timestamp);
    if (written !== null) this.#tail?.add(written);
  }

  #append(message: string | null, timestamp: number): string | null {
    if (message === null) return null;
    const text = message.length > MAX_EVENT_CHARACTERS ? message.slice(0, MAX_EVENT_CHARACTERS) : message;
    const first = this.#events.empty;
    this.#packed(this.#events.add(timestamp, text), first);
    return text;
  }

  /** @param first there were no events before */
  #packed(bytes: number, first: boolean): void {
    if (first) this.#flow.ready(this);
    this.#flow.count(this.#share, bytes);
  }
}

/** The last 4 KB of an invocation's log, put together only when someone asks. */
export class LogTail {
  #lines: string[] = [];
  #characters = 0;

  add(line: string): void {
    this.#lines.push(line);
    this.#characters += line.length;
    if (this.#characters > 8 * TAIL_BYTES && this.#lines.length > 1) this.#shorten();
  }

  bytes(): Buffer {
    const all = Buffer.from(this.#lines.join(''));
    return all.length > TAIL_BYTES ? all.subarray(all.length - TAIL_BYTES) : all;
  }

  #shorten(): void {
    const kept = this.#lines.join('').slice(-TAIL_BYTES);
    this.#lines = [kept];
    this.#characters = kept.length;
  }
}

/** `2026/07/09/[$LATEST]<32 hex>`; in a group that functions share, the function's name stands before the version. */
function streamName(spec: FunctionSpec, startedAt: number): string {
  const date = new Date(startedAt).toISOString().slice(0, 10).replaceAll('-', '/');
  const shared = spec.logging.group !== `/aws/lambda/${spec.functionName}`;
  return `${date}/${shared ? spec.functionName : ''}[${spec.version}]${hexId(32)}`;
}
