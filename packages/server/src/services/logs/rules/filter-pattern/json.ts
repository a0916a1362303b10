import { type Comparison, readComparison, readExpression, RegexQuota } from './condition.ts';
import { invalidPattern, tokenize, TokenReader } from './lexer.ts';
import { compileSelector, hasWildcard, type Selector } from './selector.ts';
import type { Matcher } from './terms.ts';

/** "You can include up to three wildcard selectors in a filter pattern" (FilterAndPatternSyntax, Quotas). */
const MAX_WILDCARD_SELECTORS = 3;

/** `{ ($.a = "x*") && ($.n > 5) || $.b IS TRUE }` against messages that are JSON; any other message does not match. */
export function compileJson(pattern: string): Matcher {
  if (!pattern.endsWith('}')) throw invalidPattern();
  const tokens = new TokenReader(tokenize(pattern.slice(1, -1)));
  const quota = new RegexQuota();
  let wildcards = 0;
  const matches = readExpression<unknown>(tokens, () => {
    const { kind, text } = tokens.next();
    if (kind !== 'selector') throw invalidPattern();
    if (hasWildcard(text)) wildcards += 1;
    return readCondition(tokens, compileSelector(text), quota);
  });
  tokens.expectEnd();
  if (wildcards > MAX_WILDCARD_SELECTORS) throw invalidPattern();
  return (message) => {
    const document = parse(message);
    return document !== undefined && matches(document);
  };
}

function readCondition(tokens: TokenReader, select: Selector, quota: RegexQuota): (document: unknown) => boolean {
  if (tokens.peek().kind !== 'word') return compare(select, readComparison(tokens, quota));
  if (tokens.expectWord('IS', 'NOT') === 'NOT') {
    tokens.expectWord('EXISTS');
    return (document) => select(document).length === 0;
  }
  const wanted = CONSTANTS[tokens.expectWord('NULL', 'TRUE', 'FALSE') as keyof typeof CONSTANTS];
  return (document) => select(document).includes(wanted);
}

const CONSTANTS = { NULL: null, TRUE: true, FALSE: false } as const;

/** Objects, arrays, null and what is missing match neither `=` nor `!=` (FilterAndPatternSyntax, "JSON special considerations"). */
function compare(select: Selector, comparison: Comparison): (document: unknown) => boolean {
  return (document) => select(document).some((value) => isScalar(value) && comparison(value));
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function parse(message: string): object | undefined {
  if (!/^\s*[{[]/.test(message)) return undefined;
  try {
    return JSON.parse(message) as object;
  } catch {
    return undefined;
  }
}
