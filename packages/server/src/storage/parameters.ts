export type Parameter = string | number | bigint | Uint8Array | null;

/** What both engines take and give back alike. Throws for the rest (booleans, dates, undefined), which they treat differently. */
export function checkParameters(parameters: readonly unknown[]): asserts parameters is readonly Parameter[] {
  for (const [index, value] of parameters.entries()) {
    if (!isParameter(value))
      throw new TypeError(
        `query parameter ${index + 1} is ${describe(value)}: use string, number, bigint, Uint8Array or null`,
      );
  }
}

function isParameter(value: unknown): value is Parameter {
  if (value === null || value instanceof Uint8Array) return true;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint';
}

function describe(value: unknown): string {
  if (typeof value === 'boolean' || value === undefined) return String(value);
  return typeof value === 'object' && value ? `a ${value.constructor.name}` : `a ${typeof value}`;
}
