import { type CustomTypesConfig, types } from 'pg';

type Parser = (text: string) => unknown;

const { BYTEA, INT8, NUMERIC } = types.builtins;

const parseBytea: (text: string) => Buffer = types.getTypeParser(BYTEA);

const parsers = new Map<number, Parser>([
  [INT8, parseInteger],
  [NUMERIC, Number],
  [BYTEA, (text) => new Uint8Array(parseBytea(text))],
]);

/** Values as SQLite gives them: numbers for `bigint`, counts and sums, Uint8Array for bytes. */
export const postgresTypes: CustomTypesConfig = {
  getTypeParser: (oid: Parameters<typeof types.getTypeParser>[0], format?: 'text' | 'binary') =>
    format === 'binary' ? types.getTypeParser(oid, format) : (parsers.get(oid) ?? types.getTypeParser(oid)),
};

/** As node:sqlite, which throws ERR_OUT_OF_RANGE. */
function parseInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is too large for a JavaScript number`);
  return value;
}
