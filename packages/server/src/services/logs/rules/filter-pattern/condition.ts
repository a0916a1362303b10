import { invalidPattern, type Token, type TokenReader } from './lexer.ts';
import { compileRegex, MAX_REGEXES } from './regex.ts';

export type Operator = '=' | '!=' | '<' | '>' | '<=' | '>=';

/** Compares a found value, null when there is none that can be compared. */
export type Comparison = (value: string | number | boolean) => boolean;

const OPERATORS: ReadonlySet<string> = new Set(['=', '!=', '<', '>', '<=', '>=']);
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Reads `= value`, `!= value`, `< 5`…; also `=!value`, the older spelling of `!=` in AWS's own examples. */
export function readComparison(tokens: TokenReader, quota: RegexQuota): Comparison {
  const { kind, text } = tokens.next();
  if (kind !== 'symbol' || !OPERATORS.has(text)) throw invalidPattern();
  const operator: Operator = text === '=' && tokens.take('!') ? '!=' : (text as Operator);
  const operand = tokens.next();
  return operator === '=' || operator === '!=' ? equality(operator, operand, quota) : ordering(operator, operand);
}

/** Counts the regular expressions of one pattern. */
export class RegexQuota {
  #used = 0;

  compile(source: string): RegExp {
    this.#used += 1;
    if (this.#used > MAX_REGEXES) throw invalidPattern();
    return compileRegex(source);
  }
}

function equality(operator: '=' | '!=', operand: Token, quota: RegexQuota): Comparison {
  const equals = equalsTo(operand, quota);
  return operator === '=' ? equals : (value) => !equals(value);
}

function equalsTo(operand: Token, quota: RegexQuota): Comparison {
  if (operand.kind === 'regex') {
    const expression = quota.compile(operand.text);
    return (value) => expression.test(String(value));
  }
  if (operand.kind !== 'word' && operand.kind !== 'string') throw invalidPattern();
  const matches = wildcard(operand.text);
  if (operand.kind === 'string' || !NUMBER.test(operand.text)) return (value) => matches(String(value));
  const number = Number(operand.text);
  return (value) => (typeof value === 'number' ? value === number : matches(String(value)));
}

/** The asterisk stands for any text at the start or the end; in the middle it is an asterisk (FilterAndPatternSyntax). */
function wildcard(text: string): (value: string) => boolean {
  if (text === '*') return () => true;
  const open = text.startsWith('*');
  const close = text.endsWith('*');
  const core = text.slice(open ? 1 : 0, close ? -1 : undefined);
  if (open && close) return (value) => value.includes(core);
  if (open) return (value) => value.endsWith(core);
  if (close) return (value) => value.startsWith(core);
  return (value) => value === core;
}

function ordering(operator: Exclude<Operator, '=' | '!='>, operand: Token): Comparison {
  if (operand.kind !== 'word' || !NUMBER.test(operand.text)) throw invalidPattern();
  const bound = Number(operand.text);
  const compare = ORDERINGS[operator];
  return (value) => (typeof value === 'number' || NUMBER.test(String(value)) ? compare(Number(value), bound) : false);
}

const ORDERINGS = {
  '<': (value: number, bound: number) => value < bound,
  '>': (value: number, bound: number) => value > bound,
  '<=': (value: number, bound: number) => value <= bound,
  '>=': (value: number, bound: number) => value >= bound,
};

/** `()` binds tighter than `&&`, that tighter than `||`; `readLeaf` reads what stands between them. */
export function readExpression<Subject>(
  tokens: TokenReader,
  readLeaf: () => (subject: Subject) => boolean,
): (subject: Subject) => boolean {
  const alternatives = [readConjunction(tokens, readLeaf)];
  while (tokens.take('||')) alternatives.push(readConjunction(tokens, readLeaf));
  return (subject) => alternatives.some((matches) => matches(subject));
}

function readConjunction<Subject>(
  tokens: TokenReader,
  readLeaf: () => (subject: Subject) => boolean,
): (subject: Subject) => boolean {
  const terms = [readGroup(tokens, readLeaf)];
  while (tokens.take('&&')) terms.push(readGroup(tokens, readLeaf));
  return (subject) => terms.every((matches) => matches(subject));
}

function readGroup<Subject>(
  tokens: TokenReader,
  readLeaf: () => (subject: Subject) => boolean,
): (subject: Subject) => boolean {
  if (!tokens.take('(')) return readLeaf();
  const inner = readExpression(tokens, readLeaf);
  tokens.expect(')');
  return inner;
}
