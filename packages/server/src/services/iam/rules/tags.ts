import type { Tag } from '@aws-sdk/client-iam';
import { iamError, limitExceeded } from '../errors.ts';
import { MAX_TAGS } from './limits.ts';

export interface PlainTag {
  readonly Key: string;
  readonly Value: string;
}

/** Throws InvalidInput for keys that differ in nothing but case, or that AWS reserves. */
export function checkTags(tags: readonly Tag[] | undefined): readonly PlainTag[] {
  const checked = (tags ?? []).map(({ Key, Value }) => ({ Key: Key!, Value: Value! }));
  const folded = checked.map(({ Key }) => Key.toLowerCase());
  if (new Set(folded).size < folded.length) {
    throw iamError(
      'InvalidInputException',
      'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    );
  }
  if (folded.some((key) => key.startsWith('aws:'))) {
    throw iamError('InvalidInputException', 'aws: prefixed tag key names are not allowed for external use.');
  }
  return checked;
}

/** Throws LimitExceeded when `existing` keys and new tags together are more than 50. */
export function checkTagCount(existing: readonly string[], added: readonly PlainTag[]): void {
  const keys = new Set([...existing, ...added.map(({ Key }) => Key)].map((key) => key.toLowerCase()));
  if (keys.size > MAX_TAGS) throw limitExceeded('The number of tags has reached the maximum limit.');
}
