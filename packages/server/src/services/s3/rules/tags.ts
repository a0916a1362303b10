import { isSystemTag } from '../../system-tags.ts';
import { invalidArgument, invalidTag } from '../errors.ts';

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

const MAX_OBJECT_TAGS = 10;
const MAX_BUCKET_TAGS = 50;
const MAX_KEY_LENGTH = 128;
const MAX_VALUE_LENGTH = 256;
/** S3 user guide, "Categorizing your objects using tags". */
const ALLOWED = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

interface GivenTag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

/**
 * Tags as they are stored, in the order of their keys. `isAllowed`: whether a tag that AWS reserves may be among them.
 * Throws InvalidTag, or BadRequest for too many.
 */
export function checkTags(
  given: readonly GivenTag[],
  kind: 'object' | 'bucket',
  isAllowed: (tag: Tag) => boolean = () => false,
): Tag[] {
  const limit = kind === 'object' ? MAX_OBJECT_TAGS : MAX_BUCKET_TAGS;
  if (given.filter(({ Key = '' }) => !isSystemTag(Key)).length > limit)
    throw invalidTag(
      kind === 'object' ? 'Object tags cannot be greater than 10' : 'Bucket tag count cannot be greater than 50',
    );
  const tags = given.map(({ Key = '', Value = '' }) => ({ Key, Value }));
  const seen = new Set<string>();
  for (const { Key, Value } of tags) {
    if (seen.has(Key)) throw invalidTag('Cannot provide multiple Tags with the same key', Key);
    if (Key === '' || Key.length > MAX_KEY_LENGTH || !ALLOWED.test(Key))
      throw invalidTag('The TagKey you have provided is invalid', Key);
    if (Value.length > MAX_VALUE_LENGTH || !ALLOWED.test(Value))
      throw invalidTag('The TagValue you have provided is invalid', Key);
    if (isSystemTag(Key) && !isAllowed({ Key, Value }))
      throw invalidTag('System tags cannot be added/updated by requester', Key);
    seen.add(Key);
  }
  return tags;
}

/**
 * What a request makes of a bucket's tags: those that AWS has set have to be among them, as they are. Throws InvalidTag
 * "System Tags cannot be removed by requester" (cloud-custodian issue 2834, where it is recorded).
 */
export function replaceBucketTags(before: readonly Tag[], given: readonly GivenTag[]): Tag[] {
  const own = before.filter(({ Key }) => isSystemTag(Key));
  const isOwn = (tag: Tag) => own.some(({ Key, Value }) => Key === tag.Key && Value === tag.Value);
  const tags = checkTags(given, 'bucket', isOwn);
  if (own.some(({ Key }) => !tags.some((tag) => tag.Key === Key))) {
    throw invalidTag('System Tags cannot be removed by requester');
  }
  return tags;
}

/** `x-amz-tagging: a=1&b=2`, form-urlencoded. */
export function parseTaggingHeader(header: string | undefined): Tag[] {
  if (header === undefined) return [];
  if (/%(?![0-9a-fA-F]{2})/.test(header))
    throw invalidArgument(
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
      'x-amz-tagging',
      header,
    );
  const tags = [...new URLSearchParams(header)].map(([Key, Value]) => ({ Key, Value }));
  if (new Set(tags.map(({ Key }) => Key)).size < tags.length) {
    throw invalidArgument(
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
      'x-amz-tagging',
      header,
    );
  }
  return checkTags(tags, 'object');
}
