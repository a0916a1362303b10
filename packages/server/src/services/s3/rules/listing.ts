import { afterPrefix } from './keys.ts';

export interface Keyed {
  readonly key: Uint8Array;
}

/** Where to go on reading: at the first row, behind a row, or at the first key that is not less than `key`. */
export type From<Row> =
  | { readonly kind: 'start' }
  | { readonly kind: 'behind'; readonly row: Row }
  | { readonly kind: 'key'; readonly key: Uint8Array };

export interface ListQuery {
  readonly prefix: Uint8Array;
  /** Empty: no common prefixes. */
  readonly delimiter: Uint8Array;
  /** Common prefixes up to this key were listed on an earlier page. */
  readonly after: Uint8Array | null;
  /** Rows and common prefixes together. */
  readonly max: number;
}

export interface Listed<Row> {
  readonly rows: Row[];
  readonly commonPrefixes: Uint8Array[];
  readonly isTruncated: boolean;
  /** What came last, a row or a common prefix; null when nothing came. */
  readonly last: { readonly row: Row } | { readonly commonPrefix: Uint8Array } | null;
}

/**
 * One page of rows in the order of their keys' bytes, with what lies below a delimiter rolled up. `fetch` gives rows in
 * that order, at most `limit`; below a common prefix none is fetched that is not on the way to its end.
 */
export async function listPage<Row extends Keyed>(
  query: ListQuery,
  fetch: (from: From<Row>, limit: number) => Promise<readonly Row[]>,
): Promise<Listed<Row>> {
  const page: Page<Row> = { rows: [], commonPrefixes: [], isTruncated: false, last: null };
  if (query.max === 0) return page;
  const batch = query.max + 1;
  for (let from: From<Row> | null = { kind: 'start' }; from;) {
    const rows: readonly Row[] = await fetch(from, batch);
    from = takeBatch(page, query, rows, batch);
  }
  return page;
}

type Page<Row> = { -readonly [Member in keyof Listed<Row>]: Listed<Row>[Member] };

/** Adds rows until the page is full; where to read on, null when the listing is over. */
function takeBatch<Row extends Keyed>(
  page: Page<Row>,
  query: ListQuery,
  rows: readonly Row[],
  batch: number,
): From<Row> | null {
  let rolledUp: Uint8Array | null = null;
  for (const row of rows) {
    if (rolledUp && startsWith(row.key, rolledUp)) continue;
    rolledUp = commonPrefixOf(row.key, query);
    if (rolledUp && query.after && Buffer.compare(rolledUp, query.after) <= 0) continue;
    if (page.rows.length + page.commonPrefixes.length === query.max) {
      page.isTruncated = true;
      return null;
    }
    if (rolledUp) page.commonPrefixes.push(rolledUp);
    else page.rows.push(row);
    page.last = rolledUp ? { commonPrefix: rolledUp } : { row };
  }
  if (rows.length < batch) return null;
  return rolledUp ? { kind: 'key', key: afterPrefix(rolledUp) } : { kind: 'behind', row: rows.at(-1)! };
}

function commonPrefixOf(key: Uint8Array, { prefix, delimiter }: ListQuery): Uint8Array | null {
  if (delimiter.length === 0) return null;
  const at = Buffer.from(key.buffer, key.byteOffset, key.byteLength).indexOf(delimiter, prefix.length);
  return at < 0 ? null : key.slice(0, at + delimiter.length);
}

function startsWith(key: Uint8Array, prefix: Uint8Array): boolean {
  return key.length >= prefix.length && Buffer.compare(key.subarray(0, prefix.length), prefix) === 0;
}
