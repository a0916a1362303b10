import { accessDenied, entityTooLarge, entityTooSmall, invalidPolicyDocument } from '../errors.ts';

/** A condition of a POST policy (S3 API reference, "POST policy"). */
type Condition =
  | { readonly kind: 'eq' | 'starts-with'; readonly field: string; readonly value: string }
  | { readonly kind: 'range'; readonly min: number; readonly max: number };

export interface PostPolicy {
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  readonly conditions: readonly Condition[];
}

/** Fields that no condition has to name. */
const FREE =
  /^(x-amz-signature|x-amz-algorithm|x-amz-credential|x-amz-date|x-amz-security-token|signature|awsaccesskeyid|file|policy|bucket|submit|x-ignore-.*|x-amz-checksum-.*)$/;

/** Reads the form's `policy`: JSON in base 64. Throws InvalidPolicyDocument. */
export function parsePostPolicy(base64: string): PostPolicy {
  const document = jsonOf(base64);
  const { expiration, conditions } = document;
  if (typeof expiration !== 'string') throw invalidPolicyDocument('Policy missing expiration.');
  const expiresAt = Date.parse(expiration);
  if (Number.isNaN(expiresAt)) throw invalidPolicyDocument(`Invalid 'expiration' value: '${expiration}'`);
  if (!Array.isArray(conditions)) throw invalidPolicyDocument('Policy missing conditions.');
  return { expiresAt, conditions: conditions.flatMap(conditionsIn) };
}

function jsonOf(base64: string): { readonly expiration?: unknown; readonly conditions?: unknown } {
  try {
    const value: unknown = JSON.parse(Buffer.from(base64, 'base64').toString());
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Answered below, as anything that is no object.
  }
  throw invalidPolicyDocument('Invalid JSON.');
}

function conditionsIn(condition: unknown): Condition[] {
  if (Array.isArray(condition)) return [listed(condition)];
  if (typeof condition !== 'object' || condition === null) throw invalidPolicyDocument('Invalid Simple-Condition');
  return Object.entries(condition).map(([field, value]) => ({
    kind: 'eq',
    field: field.toLowerCase(),
    value: String(value),
  }));
}

function listed(condition: readonly unknown[]): Condition {
  const [operator, first, second] = condition;
  const kind = String(operator).toLowerCase();
  if (kind === 'content-length-range') {
    const [min, max] = [Number(first), Number(second)];
    if (!(min >= 0 && max >= min)) throw invalidPolicyDocument('Invalid content-length-range');
    return { kind: 'range', min, max };
  }
  if ((kind !== 'eq' && kind !== 'starts-with') || typeof first !== 'string' || !first.startsWith('$'))
    throw invalidPolicyDocument(`Invalid condition ${JSON.stringify(condition)}`);
  return { kind, field: first.slice(1).toLowerCase(), value: String(second) };
}

/** Throws AccessDenied for what the policy does not allow. `fields`: by lower-case name, `bucket` among them. */
export function checkPostPolicy(
  { expiresAt, conditions }: PostPolicy,
  fields: ReadonlyMap<string, string>,
  now: number,
): void {
  if (now > expiresAt) throw accessDenied('Invalid according to Policy: Policy expired.');
  for (const condition of conditions) {
    if (condition.kind === 'range') continue;
    const actual = fields.get(condition.field) ?? '';
    const holds =
      condition.kind === 'eq' ? actual === condition.value : startsWith(condition.field, actual, condition.value);
    if (!holds)
      throw accessDenied(
        `Invalid according to Policy: Policy Condition failed: ["${condition.kind}", "$${condition.field}", "${condition.value}"]`,
      );
  }
  const named = new Set(conditions.flatMap((condition) => (condition.kind === 'range' ? [] : [condition.field])));
  const extra = [...fields.keys()].find((field) => !named.has(field) && !FREE.test(field));
  if (extra !== undefined) throw accessDenied(`Invalid according to Policy: Extra input fields: ${extra}`);
}

/** Content types may be several with commas: each has to start so. */
function startsWith(field: string, actual: string, prefix: string): boolean {
  return (field === 'content-type' ? actual.split(',') : [actual]).every((one) => one.trim().startsWith(prefix));
}

export interface SizeRange {
  readonly min: number;
  readonly max: number;
}

/** What all `content-length-range` conditions allow together. */
export function sizeRangeOf({ conditions }: PostPolicy): SizeRange {
  const ranges = conditions.flatMap((condition) => (condition.kind === 'range' ? [condition] : []));
  return {
    min: Math.max(0, ...ranges.map(({ min }) => min)),
    max: Math.min(Infinity, ...ranges.map(({ max }) => max)),
  };
}

/** The bytes, refused as soon as they are too many and at their end when they are too few. */
export async function* withinRange(
  bytes: AsyncIterable<Uint8Array>,
  { min, max }: SizeRange,
): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const piece of bytes) {
    size += piece.length;
    if (size > max) throw entityTooLarge(size, max);
    yield piece;
  }
  if (size < min) throw entityTooSmall(size, min);
}
