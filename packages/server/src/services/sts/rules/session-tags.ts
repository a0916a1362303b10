import type { Tag } from '@aws-sdk/client-sts';
import { stsError } from '../errors.ts';

/** Session tags by key. Throws InvalidParameterValue for keys that differ in nothing but case. */
export function sessionTags(tags: readonly Tag[] | undefined): Readonly<Record<string, string>> | undefined {
  if (!tags || tags.length === 0) return undefined;
  const folded = tags.map(({ Key }) => Key!.toLowerCase());
  if (new Set(folded).size < folded.length) {
    throw stsError(
      'InvalidParameterValue',
      'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    );
  }
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key!, Value!]));
}
