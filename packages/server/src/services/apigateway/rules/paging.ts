import { badRequest } from '../errors.ts';

interface PageInput {
  readonly position?: string | undefined;
  readonly limit?: number | undefined;
}

/** "The default value is 25 and the maximum value is 500" (every list operation's `limit`). */
const DEFAULT_LIMIT = 25;
const MAX_LIMIT = 500;

/** One page in the order of keys; `position` names the last key of the page before. */
export function pageOf<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  { position, limit = DEFAULT_LIMIT }: PageInput,
): { items: Item[]; position?: string } {
  const after = position === undefined ? null : readPosition(position);
  const rest = items
    .filter((item) => after === null || keyOf(item) > after)
    .toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const page = rest.slice(0, Math.max(1, Math.min(limit, MAX_LIMIT)));
  const last = page.at(-1);
  return page.length < rest.length && last !== undefined
    ? { items: page, position: Buffer.from(`p:${keyOf(last)}`).toString('base64url') }
    : { items: page };
}

function readPosition(position: string): string {
  const text = Buffer.from(position, 'base64url').toString();
  if (!text.startsWith('p:')) throw badRequest('Invalid position parameter specified');
  return text.slice('p:'.length);
}
