import type { AwsError } from '../../../kernel/errors.ts';
import { conditionConflict, headerNotImplemented, noSuchKey, preconditionFailed } from '../errors.ts';
import { matchesEtag, unquoted } from './etags.ts';

export interface ReadConditions {
  readonly IfMatch?: string | undefined;
  readonly IfNoneMatch?: string | undefined;
  readonly IfModifiedSince?: Date | undefined;
  readonly IfUnmodifiedSince?: Date | undefined;
}

/** What conditions look at. */
export interface Subject {
  readonly etag: string;
  /** Epoch milliseconds, whole seconds. */
  readonly modifiedAt: number;
}

export type Verdict =
  | { readonly kind: 'pass' }
  | { readonly kind: 'failed'; readonly condition: keyof ReadConditions }
  | { readonly kind: 'not-modified' };

/** RFC 9110, 13.2.2: an entity tag that is given outweighs the date beside it. */
export function judgeRead(conditions: ReadConditions, { etag, modifiedAt }: Subject): Verdict {
  const { IfMatch, IfNoneMatch, IfModifiedSince, IfUnmodifiedSince } = conditions;
  if (IfMatch !== undefined) {
    if (!matchesEtag(IfMatch, etag)) return { kind: 'failed', condition: 'IfMatch' };
  } else if (IfUnmodifiedSince !== undefined && modifiedAt > IfUnmodifiedSince.getTime()) {
    return { kind: 'failed', condition: 'IfUnmodifiedSince' };
  }
  if (IfNoneMatch !== undefined) return matchesEtag(IfNoneMatch, etag) ? { kind: 'not-modified' } : { kind: 'pass' };
  const isOld = IfModifiedSince !== undefined && modifiedAt <= IfModifiedSince.getTime();
  return isOld ? { kind: 'not-modified' } : { kind: 'pass' };
}

/** `IfUnmodifiedSince` -> `If-Unmodified-Since`. */
export function conditionHeader(condition: keyof ReadConditions): string {
  return condition.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-');
}

/** A copy's conditions on its source: all of them fail with 412. Throws PreconditionFailed. */
export function checkCopySource(conditions: ReadConditions, subject: Subject): void {
  const verdict = judgeRead(conditions, subject);
  if (verdict.kind === 'pass') return;
  const condition =
    verdict.kind === 'failed'
      ? verdict.condition
      : conditions.IfNoneMatch === undefined
        ? 'IfModifiedSince'
        : 'IfNoneMatch';
  throw preconditionFailed(`x-amz-copy-source-${conditionHeader(condition)}`);
}

export interface WriteConditions {
  readonly IfMatch?: string | undefined;
  readonly IfNoneMatch?: string | undefined;
}

/** S3 user guide, "How to prevent object overwrites with conditional writes": only these forms exist. Throws NotImplemented. */
export function checkWriteConditions({ IfMatch, IfNoneMatch }: WriteConditions): void {
  if (IfNoneMatch !== undefined && IfNoneMatch !== '*') throw headerNotImplemented('If-None-Match');
  if (IfMatch !== undefined && (IfMatch.trim() === '*' || IfNoneMatch !== undefined))
    throw headerNotImplemented('If-Match');
}

/**
 * The error of a write whose conditions the current object (null: none) does not meet. `existed`: there was one when the
 * write began. One that is gone since was deleted meanwhile: "409 Conflict … if a delete request to an object succeeds
 * before a conditional write operation on that object completes" (S3 user guide, "Conditional write behavior"); with
 * If-Match the same is a 404 there.
 */
export function writeRefusal(
  { IfMatch, IfNoneMatch }: WriteConditions,
  current: Subject | null,
  key: string,
  existed = false,
): AwsError | null {
  if (IfNoneMatch !== undefined && current) return preconditionFailed('If-None-Match');
  if (IfNoneMatch !== undefined && existed) return conditionConflict();
  if (IfMatch === undefined) return null;
  if (!current) return noSuchKey(key);
  return unquoted(IfMatch) === current.etag ? null : preconditionFailed('If-Match');
}
