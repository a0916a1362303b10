import { invalidParameter } from '../errors.ts';

/** Markers are opaque to callers: the last item's key, so that a list goes on correctly while items come and go. */
export function encodeMarker(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

export function decodeMarker(marker: string): (string | number)[] {
  try {
    const key: unknown = JSON.parse(Buffer.from(marker, 'base64url').toString());
    if (Array.isArray(key)) return key as (string | number)[];
  } catch {
    // Falls through to AWS's refusal.
  }
  throw invalidParameter('Invalid Marker');
}

/** Cuts `items` (read with one more than wanted) to a page; the marker names the last item kept. */
export function toPage<Item>(
  items: readonly Item[],
  size: number,
  keyOf: (item: Item) => readonly (string | number)[],
): { items: readonly Item[]; nextMarker?: string } {
  if (items.length <= size) return { items };
  const kept = items.slice(0, size);
  return { items: kept, nextMarker: encodeMarker(keyOf(kept.at(-1)!)) };
}
