import { invalidParameter } from '../errors.ts';
import { LIMITS } from './limits.ts';

type Tags = Readonly<Record<string, string>>;

/** `given` over `existing`. Throws for more than 50, `aws:` keys and overlong text (developer guide, "Tag requirements"). */
export function mergeTags(existing: Tags, given: Tags): Record<string, string> {
  for (const [key, value] of Object.entries(given)) checkTag(key, value);
  const merged = { ...existing, ...given };
  if (Object.keys(merged).length > LIMITS.tags) throw invalidParameter('Number of tags exceeds resource tag limit.');
  return merged;
}

function checkTag(key: string, value: string): void {
  if (key.length === 0 || key.length > 128) throw invalidParameter(`Tag key length must be between 1 and 128: ${key}`);
  if (value.length > 256) throw invalidParameter(`Tag value length must be 256 at most: ${key}`);
  if (/^aws:/i.test(key)) throw invalidParameter(`System tags cannot be added/updated by requester: ${key}`);
}
