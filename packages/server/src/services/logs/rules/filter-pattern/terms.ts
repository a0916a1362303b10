import { invalidPattern, unescape } from './lexer.ts';
import { compileRegex } from './regex.ts';

export type Matcher = (message: string) => boolean;

/** `prefix` is `-` (must not appear), `?` (one of these must appear) or empty (must appear). */
const TERM = /\s*([-?]?)\s*(?:"((?:[^"\\]|\\[^])*)"|%((?:[^%\\]|\\[^])+)%|([\p{L}\p{N}_]+))(?=\s|$)/uy;

/**
 * Patterns for unstructured text: `ERROR timeout` (all of them), `"exact phrase"`, `-exclude`, `?one ?other`, `%regex%`.
 * Bare terms are alphanumeric or underscore; anything else wants quotes. Case-sensitive, found anywhere in the message.
 */
export function compileTerms(pattern: string): Matcher {
  const required: Matcher[] = [];
  const excluded: Matcher[] = [];
  const optional: Matcher[] = [];
  const source = pattern.trimEnd();
  for (TERM.lastIndex = 0; TERM.lastIndex < source.length;) {
    const match = TERM.exec(source);
    if (!match) throw invalidPattern();
    const matcher = compileTerm(match[2], match[3], match[4]);
    (match[1] === '-' ? excluded : match[1] === '?' ? optional : required).push(matcher);
  }
  return combine(required, excluded, optional);
}

function compileTerm(phrase: string | undefined, regex: string | undefined, word: string | undefined): Matcher {
  if (regex !== undefined) {
    const expression = compileRegex(regex);
    return (message) => expression.test(message);
  }
  const text = phrase === undefined ? (word ?? '') : unescape(phrase);
  // AWS answers `Invalid character(s) in term '""'`, while `" "` is its documented way to match everything.
  if (text === '') throw invalidPattern();
  return text.trim() === '' ? () => true : (message) => message.includes(text);
}

/** Beside other terms, AWS ignores those with a question mark (FilterAndPatternSyntax, "Optional terms"). */
function combine(required: readonly Matcher[], excluded: readonly Matcher[], optional: readonly Matcher[]): Matcher {
  if (required.length === 0 && excluded.length === 0) return (message) => optional.some((matches) => matches(message));
  return (message) => required.every((matches) => matches(message)) && !excluded.some((matches) => matches(message));
}
