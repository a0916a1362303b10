import type { RejectedLogEventsInfo } from '@aws-sdk/client-cloudwatch-logs';
import type { LogEvent } from '../../../engine/logs/packed-events.ts';
import { invalidParameter } from '../errors.ts';
import { oldestKept } from './retention.ts';

export type InputEvent = LogEvent;

/** PutLogEvents: "The maximum batch size is 1,048,576 bytes"; "Each log event can be no larger than 1 MB". */
export const MAX_BATCH_BYTES = 1_048_576;
/** PutLogEvents: "plus 26 bytes for each log event". */
export const EVENT_OVERHEAD_BYTES = 26;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MAX_AGE_MS = 14 * DAY_MS;
const MAX_AHEAD_MS = 2 * HOUR_MS;
const MAX_SPAN_MS = DAY_MS;

export function eventBytes(message: string): number {
  return Buffer.byteLength(message) + EVENT_OVERHEAD_BYTES;
}

export interface JudgedBatch<Event> {
  readonly accepted: readonly Event[];
  readonly rejected?: RejectedLogEventsInfo;
}

/**
 * Applies PutLogEvents' limits: whole batches fail by size, order or span; single events are left out by age.
 * @throws InvalidParameterException
 */
export function judgeBatch<Event extends InputEvent>(
  events: readonly Event[],
  now: number,
  retentionDays: number | null,
): JudgedBatch<Event> {
  checkSize(events);
  checkOrder(events);
  const tooOld = countBefore(events, now - MAX_AGE_MS);
  const expired = countBefore(events, oldestKept(now, retentionDays));
  const tooNew = countBefore(events, now + MAX_AHEAD_MS + 1);
  const accepted = events.slice(Math.max(tooOld, expired), tooNew);
  checkSpan(accepted);
  const rejected: RejectedLogEventsInfo = {
    ...(tooNew < events.length && { tooNewLogEventStartIndex: tooNew }),
    ...(tooOld > 0 && { tooOldLogEventEndIndex: tooOld }),
    ...(expired > 0 && { expiredLogEventEndIndex: expired }),
  };
  return Object.keys(rejected).length > 0 ? { accepted, rejected } : { accepted };
}

function checkSize(events: readonly InputEvent[]): void {
  let total = 0;
  for (const { message } of events) {
    const bytes = eventBytes(message);
    if (bytes > MAX_BATCH_BYTES)
      throw invalidParameter(`Log event too large: ${bytes} bytes exceeds limit of ${MAX_BATCH_BYTES}`);
    total += bytes;
  }
  if (total > MAX_BATCH_BYTES)
    throw invalidParameter(`Upload too large: ${total} bytes exceeds limit of ${MAX_BATCH_BYTES}`);
}

function checkOrder(events: readonly InputEvent[]): void {
  const unordered = events.some(({ timestamp }, index) => timestamp < (events[index - 1]?.timestamp ?? 0));
  if (unordered) throw invalidParameter('Log events in a single PutLogEvents request must be in chronological order.');
}

/** Only what is neither too old nor too new counts (PutLogEvents, "For valid events"). */
function checkSpan(accepted: readonly InputEvent[]): void {
  const first = accepted[0]?.timestamp ?? 0;
  const last = accepted.at(-1)?.timestamp ?? 0;
  if (last - first > MAX_SPAN_MS)
    throw invalidParameter('The batch of log events in a single PutLogEvents request cannot span more than 24 hours.');
}

/** In a chronological batch: how many events are older than `time`. */
function countBefore(events: readonly InputEvent[], time: number): number {
  const index = events.findIndex(({ timestamp }) => timestamp >= time);
  return index < 0 ? events.length : index;
}
