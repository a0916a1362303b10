import type { Constraints, Shape } from './model.ts';

/** One rule of a shape: AWS's words for it, and whether a value keeps it. */
export interface Rule {
  readonly text: string;
  readonly holds: (value: never) => boolean;
}

/** A shape's rules in the order in which AWS lists the broken ones of a value (DynamoDB's and STS's answers). */
export function rulesOf(shape: Shape): Rule[] {
  const { enum: values, pattern, length, range } = constraintsOf(shape);
  const rules: Rule[] = [];
  if (values) rules.push(enumRule(values));
  if (pattern !== undefined) rules.push(patternRule(pattern));
  if (length) rules.push(...bounds('length', length, sizeOf, String));
  if (range) rules.push(...bounds('value', range, (value) => value as number, numberText(shape)));
  return rules;
}

/** The same rules as AWS lists them for the elements of a list or map: every one, the upper bound first. */
export function elementRules(shape: Shape): string[] {
  const { enum: values, pattern, length, range } = constraintsOf(shape);
  const rules: string[] = [];
  if (length) rules.push(...boundTexts('length', length, String));
  if (range) rules.push(...boundTexts('value', range, numberText(shape)));
  if (pattern !== undefined) rules.push(patternText(pattern));
  if (values) rules.push(enumText(values));
  return rules;
}

export const NOT_NULL = 'Member must not be null';

function constraintsOf(shape: Shape): Constraints {
  return shape.type === 'structure' ? {} : shape;
}

type What = 'length' | 'value';
type Bounds = readonly [min: number | null, max: number | null];

function bounds(what: What, [min, max]: Bounds, measure: (value: unknown) => number, text: NumberText): Rule[] {
  const rules: Rule[] = [];
  if (min !== null) rules.push({ text: lowerBound(what, text(min)), holds: (value) => measure(value) >= min });
  if (max !== null) rules.push({ text: upperBound(what, text(max)), holds: (value) => measure(value) <= max });
  return rules;
}

function boundTexts(what: What, [min, max]: Bounds, text: NumberText): string[] {
  return [
    ...(max === null ? [] : [upperBound(what, text(max))]),
    ...(min === null ? [] : [lowerBound(what, text(min))]),
  ];
}

export type NumberText = (value: number) => string;

/** Java prints a whole double as `2.0` (Lambda's answer to an alias weight of 2). */
export function numberText(shape: Shape): NumberText {
  const isReal = shape.type === 'float' || shape.type === 'double';
  return (value) => (isReal && Number.isInteger(value) ? `${value}.0` : String(value));
}

const lowerBound = (what: What, min: string) => `Member must have ${what} greater than or equal to ${min}`;
const upperBound = (what: What, max: string) => `Member must have ${what} less than or equal to ${max}`;

function sizeOf(value: unknown): number {
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  if (value instanceof Uint8Array) return value.byteLength;
  return Object.keys(value as object).length;
}

function enumRule(values: readonly string[]): Rule {
  const allowed = new Set(values);
  return { text: enumText(values), holds: (value: string) => allowed.has(value) };
}

const enumText = (values: readonly string[]) => `Member must satisfy enum value set: [${values.join(', ')}]`;
const patternText = (pattern: string) => `Member must satisfy regular expression pattern: ${pattern}`;

function patternRule(pattern: string): Rule {
  const expression = javaPattern(pattern);
  return { text: patternText(pattern), holds: (value: string) => expression.test(value) };
}

/**
 * The models' patterns are Java's, matched against the whole value. JavaScript reads them alike, except that `\p{…}`
 * asks for its Unicode mode, and that mode refuses to escape what needs no escape.
 */
export function javaPattern(pattern: string): RegExp {
  const whole = `^(?:${pattern.replaceAll('\\p{Alnum}', 'a-zA-Z0-9').replaceAll('\\p{ASCII}', '\\x00-\\x7F')})$`;
  if (!/\\[pP]\{/.test(whole)) return new RegExp(whole);
  return new RegExp(withoutIdleEscapes(whole), 'u');
}

/** ECMA-262, IdentityEscape with the u flag: only syntax characters and `/`; `-` inside a class. */
function withoutIdleEscapes(pattern: string): string {
  let inClass = false;
  return pattern.replaceAll(/\\([\s\S])|([[\]])/g, (text, escaped: string | undefined, bracket: string | undefined) => {
    if (bracket) inClass = bracket === '[';
    if (escaped === undefined || (escaped !== '_' && /[\w^$\\.*+?()[\]{}|/]/.test(escaped))) return text;
    return escaped === '-' && inClass ? text : escaped;
  });
}
