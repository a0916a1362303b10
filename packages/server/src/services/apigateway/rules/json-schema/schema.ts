/** A schema of JSON Schema draft 4, or a part of one. */
export type Schema = Readonly<Record<string, unknown>>;

/** What a JSON pointer (RFC 6901) finds, when it is a schema. */
export function follow(root: Schema, pointer: string): Schema | undefined {
  const keys = decodeURIComponent(pointer).split('/').slice(1);
  const target = keys
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>(
      (part, key) => (typeof part === 'object' && part && Object.hasOwn(part, key) ? part[key as never] : undefined),
      root,
    );
  return isSchema(target) ? target : undefined;
}

export function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
