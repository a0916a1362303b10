/** Names with their values in the order in which they came. */
export type MultiValues = Record<string, string[]>;

/** Query parameters, decoded; `+` is a space. */
export function parseQuery(query: string): MultiValues {
  const values: MultiValues = {};
  if (query === '') return values;
  for (const [name, value] of new URLSearchParams(query)) push(values, name, value);
  return values;
}

/**
 * A request's headers in the caller's casing. One that came in several casings keeps the first.
 * "authorization" alone is told to functions as "Authorization" (recorded).
 */
export function parseHeaders(
  rawHeaders: readonly string[] | undefined,
  headers: Readonly<Record<string, string>>,
): MultiValues {
  const raw = rawHeaders ?? Object.entries(headers).flat();
  const values: MultiValues = {};
  const casing = new Map<string, string>();
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const lower = raw[at]!.toLowerCase();
    const name = casing.get(lower) ?? (lower === 'authorization' ? 'Authorization' : raw[at]!);
    casing.set(lower, name);
    push(values, name, raw[at + 1]!);
  }
  return values;
}

export function push(values: MultiValues, name: string, value: string): void {
  if (Object.hasOwn(values, name)) values[name]!.push(value);
  else if (name !== '__proto__') values[name] = [value];
  else Object.defineProperty(values, name, { value: [value], enumerable: true, writable: true, configurable: true });
}

/** Each name with its last value. */
export function lastValues(values: MultiValues): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, all]) => [name, all.at(-1)!]));
}

/** All values of a header, whatever its casing; empty when it is not there. */
export function headerValues(headers: MultiValues, name: string): readonly string[] {
  const lower = name.toLowerCase();
  return Object.entries(headers).find(([key]) => key.toLowerCase() === lower)?.[1] ?? [];
}

/** A header's last value. */
export function header(headers: MultiValues, name: string): string | undefined {
  return headerValues(headers, name).at(-1);
}

/** A scalar as a text, anything deeper as JSON. */
export function textOf(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : `${value as string | number | boolean}`;
}

export function nullIfEmpty<T extends object>(value: T): T | null {
  return Object.keys(value).length === 0 ? null : value;
}
