/** `20260131T120000Z`, the ISO 8601 basic format that SigV4 signs. */
export function amzDate(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(/[-:]|\.\d{3}/g, '');
}

/** Epoch milliseconds of `20260131T120000Z`; null for any other text. */
export function parseAmzDate(text: string): number | null {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? [];
  if (year === undefined) return null;
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(time) ? null : time;
}

/** The signing time in a request's headers: X-Amz-Date, else Date in either format. */
export function signingTime(headers: Readonly<Record<string, string>>): number | null {
  const amz = headers['x-amz-date'];
  if (amz !== undefined) return parseAmzDate(amz);
  const date = headers.date ?? '';
  const time = parseAmzDate(date) ?? Date.parse(date);
  return Number.isNaN(time) ? null : time;
}
