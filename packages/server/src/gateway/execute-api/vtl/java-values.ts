/** JSON as templates see it: maps and lists that print as Java's do, `{a=1, b=[x, y]}`. */
export class JavaMap {
  [key: string]: unknown;

  static of(entries: Readonly<Record<string, unknown>>): JavaMap {
    const map = new JavaMap();
    for (const [key, value] of Object.entries(entries)) {
      Object.defineProperty(map, key, { value, enumerable: true, writable: true, configurable: true });
    }
    return map;
  }

  toString(): string {
    return `{${Object.entries(this)
      .map(([key, value]) => `${key}=${String(value)}`)
      .join(', ')}}`;
  }
}

export class JavaList extends Array<unknown> {
  override toString(): string {
    return `[${Array.from(this, String).join(', ')}]`;
  }
}

/** A deep copy in Java's clothes. */
export function toJava(value: unknown): unknown {
  if (Array.isArray(value)) {
    const list = new JavaList();
    for (const item of value) list.push(toJava(item));
    return list;
  }
  if (typeof value !== 'object' || value === null) return value;
  return JavaMap.of(Object.fromEntries(Object.entries(value).map(([key, part]) => [key, toJava(part)])));
}
