import { validationError } from '../errors.ts';

/** A token that says after which item, or before which number, the next page begins. */
export function sealPage(position: string | number): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** @throws ValidationError for a text that is no token of ours */
export function openPage(token: string): string | number {
  try {
    const position: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
    if (typeof position === 'string' || typeof position === 'number') return position;
  } catch {
    // Not ours: refused below.
  }
  throw validationError(`Invalid NextToken: ${token}`);
}

export interface Page<Item> {
  readonly items: Item[];
  readonly NextToken?: string;
}

/** Cuts a list that is complete at hand. */
export function pageOf<Item>(all: readonly Item[], token: string | undefined, size: number): Page<Item> {
  const start = token === undefined ? 0 : Number(openPage(token));
  const end = start + size;
  return { items: all.slice(start, end), ...(end < all.length && { NextToken: sealPage(end) }) };
}
