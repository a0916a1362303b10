import { iamError } from '../errors.ts';

interface PageInput {
  readonly Marker?: string | undefined;
  readonly MaxItems?: number | undefined;
}

interface Page<Item> {
  readonly items: Item[];
  /** Spread into the output. */
  readonly more: { readonly IsTruncated: boolean; readonly Marker?: string };
}

/** "If you do not include this parameter, the number of items defaults to 100" (every List operation's MaxItems). */
const DEFAULT_MAX_ITEMS = 100;

/** One page of `items` in the order of their unique keys; a marker names the last key of the page before. */
export function pageOf<Item>(items: readonly Item[], keyOf: (item: Item) => string, input: PageInput): Page<Item> {
  const after = input.Marker === undefined ? null : readMarker(input.Marker);
  const rest = items
    .filter((item) => after === null || keyOf(item) > after)
    .toSorted((a, b) => compare(keyOf(a), keyOf(b)));
  const page = rest.slice(0, input.MaxItems ?? DEFAULT_MAX_ITEMS);
  const last = page.at(-1);
  const truncated = page.length < rest.length && last !== undefined;
  return {
    items: page,
    more: truncated ? { IsTruncated: true, Marker: markerOf(keyOf(last)) } : { IsTruncated: false },
  };
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function markerOf(key: string): string {
  return Buffer.from(`v1:${key}`).toString('base64url');
}

function readMarker(marker: string): string {
  const text = Buffer.from(marker, 'base64url').toString();
  if (!text.startsWith('v1:')) throw iamError('ValidationError', 'Invalid Marker.');
  return text.slice('v1:'.length);
}
