import { invalidParameter } from '../../errors.ts';

/** `word` is bare text; `string` and `regex` come without their quotes and percent signs. */
export interface Token {
  readonly kind: 'word' | 'string' | 'regex' | 'selector' | 'symbol' | 'end';
  readonly text: string;
}

export function invalidPattern() {
  return invalidParameter('Invalid filter pattern');
}

const SPACE = /\s+/y;
const SYMBOL = /&&|\|\||!=|<=|>=|\.\.\.|[()[\],=<>!]/y;
const STRING = /"((?:[^"\\]|\\[^])*)"/y;
const REGEX = /%((?:[^%\\]|\\[^])+)%/y;
/** Bare values: alphanumeric, wildcard, and what dotted or dashed values need; `@ $ \` want quotes (FilterAndPatternSyntax, "String"). */
const WORD = /[\w.*+\-:/#]+/y;
const SELECTOR = /\$(?:\.?\[(?:'[^']*'|"[^"]*"|\d+|\*)\]|\.\*|\.[\w-]+)+/y;

/** Splits the inside of `{ … }` and `[ … ]`; ends with a token of kind `end`. */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < source.length;) {
    const space = matchAt(SPACE, source, at);
    if (space) {
      at += space[0].length;
      continue;
    }
    const { token, length } = nextToken(source, at);
    tokens.push(token);
    at += length;
  }
  return [...tokens, { kind: 'end', text: '' }];
}

function nextToken(source: string, at: number): { token: Token; length: number } {
  for (const [kind, expression] of KINDS) {
    const match = matchAt(expression, source, at);
    if (match) return { token: { kind, text: read(kind, match) }, length: match[0].length };
  }
  throw invalidPattern();
}

const KINDS = [
  ['selector', SELECTOR],
  ['symbol', SYMBOL],
  ['string', STRING],
  ['regex', REGEX],
  ['word', WORD],
] as const;

function read(kind: Token['kind'], match: RegExpExecArray): string {
  if (kind === 'string') return unescape(match[1] ?? '');
  return match[1] ?? match[0];
}

/** `\"` and `\\` inside quotes. */
export function unescape(text: string): string {
  return text.replaceAll(/\\(["\\])/g, '$1');
}

function matchAt(expression: RegExp, source: string, at: number): RegExpExecArray | null {
  expression.lastIndex = at;
  return expression.exec(source);
}

/** Walks the tokens of one pattern. */
export class TokenReader {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  peek(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end', text: '' };
  }

  next(): Token {
    const token = this.peek();
    this.#at += 1;
    return token;
  }

  /** Takes the symbol when it comes next. */
  take(symbol: string): boolean {
    const { kind, text } = this.peek();
    if (kind !== 'symbol' || text !== symbol) return false;
    this.#at += 1;
    return true;
  }

  expect(symbol: string): void {
    if (!this.take(symbol)) throw invalidPattern();
  }

  /** Takes one of `words`, upper case, when it comes next; throws otherwise. */
  expectWord(...words: readonly string[]): string {
    const { kind, text } = this.next();
    if (kind !== 'word' || !words.includes(text)) throw invalidPattern();
    return text;
  }

  expectEnd(): void {
    if (this.peek().kind !== 'end') throw invalidPattern();
  }
}
