import { isSystemTag } from '../../system-tags.ts';
import { invalidParameter } from '../errors.ts';
import { LIMITS } from './limits.ts';

type Tags = Readonly<Record<string, string>>;

/**
 * `given` over `existing`. Throws for more than 50, `aws:` keys unless they are AWS's own (`system`), and overlong text
 * (developer guide, "Tag requirements").
 */
export function mergeTags(existing: Tags, given: Tags, system: boolean): Record<string, string> {
  for (const [key, value] of Object.entries(given)) checkTag(key, value, system);
  const merged = { ...existing, ...given };
  const counted = Object.keys(merged).filter((key) => !isSystemTag(key));
  if (counted.length > LIMITS.tags) throw invalidParameter('Number of tags exceeds resource tag limit.');
  return merged;
}

/** What is left of `existing` without `keys`. Throws for `aws:` keys. */
export function withoutTags(existing: Tags, keys: readonly string[]): Record<string, string> {
  const own = keys.find((key) => isSystemTag(key));
  if (own !== undefined) throw invalidParameter(`System tags cannot be removed by requester: ${own}`);
  return Object.fromEntries(Object.entries(existing).filter(([key]) => !keys.includes(key)));
}

function checkTag(key: string, value: string, system: boolean): void {
  if (key.length === 0 || key.length > 128) throw invalidParameter(`Tag key length must be between 1 and 128: ${key}`);
  if (value.length > 256) throw invalidParameter(`Tag value length must be 256 at most: ${key}`);
  if (isSystemTag(key) && !system) throw invalidParameter(`System tags cannot be added/updated by requester: ${key}`);
}
