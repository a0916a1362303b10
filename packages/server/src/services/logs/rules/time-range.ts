import { invalidParameter } from '../errors.ts';

/** GetLogEvents, FilterLogEvents: "up to 1 MB of log events or up to 10,000 log events". */
export const MAX_PAGE_EVENTS = 10_000;

export function checkTimeRange({
  startTime,
  endTime,
}: {
  readonly startTime?: number;
  readonly endTime?: number;
}): void {
  if (startTime !== undefined && endTime !== undefined && startTime > endTime) {
    throw invalidParameter('endTime must be greater than or equal to startTime.');
  }
}
