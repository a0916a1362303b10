import { badRequest } from '../errors.ts';

const DAY_MS = 86_400_000;

/** `2026-01-31`. */
export function utcDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** The first day of the period that `ms` lies in: quotas start again at midnight UTC, on Sundays, on the first of the month. */
export function quotaPeriodStart(period: 'DAY' | 'WEEK' | 'MONTH', ms: number): string {
  const day = utcDay(ms);
  if (period === 'DAY') return day;
  return period === 'MONTH' ? `${day.slice(0, 8)}01` : utcDay(ms - new Date(ms).getUTCDay() * DAY_MS);
}

/** Both ends included; none when `to` is earlier. */
export function daysBetween(from: string, to: string): string[] {
  const days: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += DAY_MS) days.push(utcDay(at));
  return days;
}

/** "Usage data is available for the last 90 days". */
const MAX_DAYS = 90;

export function checkDates(from: string, to: string): void {
  if (![from, to].every((day) => /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day)))) {
    throw badRequest('Invalid usage date specified: it must be yyyy-MM-dd');
  }
  if (Date.parse(to) - Date.parse(from) > MAX_DAYS * DAY_MS) throw badRequest('Usage date range cannot exceed 90 days');
}
