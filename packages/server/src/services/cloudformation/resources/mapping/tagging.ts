import type { Tag } from '@aws-sdk/client-cloudformation';
import { isSystemTag } from '../../../system-tags.ts';
import { validationError } from '../../errors.ts';
import type { StackIdentity } from '../../rules/template/scopes.ts';
import { isList, isMap, textual, type ValueMap } from '../../rules/values.ts';

/** `Tags` as templates write them. */
export interface PlainTag {
  readonly Key: string;
  readonly Value: string;
}

/** What CloudFormation tags resources with on its own (template reference, "CloudFormation resource tagging"). */
export function systemTagsOf({ stackId, stackName }: StackIdentity, logicalId: string): PlainTag[] {
  return [
    { Key: 'aws:cloudformation:stack-name', Value: stackName },
    { Key: 'aws:cloudformation:logical-id', Value: logicalId },
    { Key: 'aws:cloudformation:stack-id', Value: stackId },
  ];
}

/** @throws ValidationError for a key that AWS reserves among those that a template gives a resource */
export function refuseSystemTags({ Tags }: ValueMap): void {
  const reserved = isList(Tags) && Tags.some((tag) => isMap(tag) && isSystemTag(textual(tag.Key ?? '')));
  if (reserved) throw validationError('aws: prefixed tag key names are not allowed for external use.');
}

/** The stack's tags on top of those that the template gives the resource; the resource's own win. */
export function withStackTags(properties: ValueMap, stackTags: readonly Tag[]): ValueMap {
  const own = isList(properties.Tags) ? properties.Tags : [];
  const keys = new Set(own.map((tag) => (isMap(tag) ? tag.Key : null)));
  const inherited = stackTags
    .filter(({ Key }) => !keys.has(Key))
    .map(({ Key, Value }) => ({ Key: Key!, Value: Value! }));
  return inherited.length === 0 ? properties : { ...properties, Tags: [...own, ...inherited] };
}

export function tagMap(tags: readonly PlainTag[] = []): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
}

export interface TagChange {
  readonly set: Record<string, string>;
  readonly removed: string[];
}

/** What leads from `before` to `after`. */
export function tagChange(before: readonly PlainTag[] = [], after: readonly PlainTag[] = []): TagChange {
  const [old, next] = [tagMap(before), tagMap(after)];
  return {
    set: Object.fromEntries(Object.entries(next).filter(([key, value]) => old[key] !== value)),
    removed: Object.keys(old).filter((key) => !Object.hasOwn(next, key)),
  };
}

/** A map of tags as the list that most services take. */
export function tagList(tags: Readonly<Record<string, string>>): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
