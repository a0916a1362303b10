import type { BucketModel, Version } from './s3-model.ts';

export interface Rolled<Row> {
  readonly rows: readonly Row[];
  readonly prefixes: readonly string[];
}

export interface ListingQuery {
  readonly prefix: string;
  readonly delimiter: string;
}

/** Keys in the order of their bytes. */
export function keysOf(bucket: BucketModel): string[] {
  return [...bucket.keys.keys()].toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

/** Objects as ListObjects shows them. */
export function objectsOf(bucket: BucketModel): Version[] {
  return keysOf(bucket).flatMap((key) => bucket.current(key) ?? []);
}

/** Versions and markers as ListObjectVersions shows them: the newest of a key first. */
export function versionsOf(bucket: BucketModel): Version[] {
  return keysOf(bucket).flatMap((key) => bucket.keys.get(key)!);
}

/** Rows below a delimiter become one prefix. */
export function rolledUp<Row extends { readonly key: string }>(
  rows: readonly Row[],
  { prefix, delimiter }: ListingQuery,
): Rolled<Row> {
  const plain: Row[] = [];
  const prefixes = new Set<string>();
  for (const row of rows.filter(({ key }) => key.startsWith(prefix))) {
    const at = delimiter === '' ? -1 : row.key.indexOf(delimiter, prefix.length);
    if (at < 0) plain.push(row);
    else prefixes.add(row.key.slice(0, at + delimiter.length));
  }
  return { rows: plain, prefixes: [...prefixes] };
}
