import { invalidPattern } from './lexer.ts';

/**
 * CloudWatch's regular expressions, a subset of ours without groups and back references (FilterAndPatternSyntax,
 * "Supported regular expressions syntax"): letters, digits, `: _ # = @ / ; , -`, the operators `^ $ ? [ ] { } | \ * + .`,
 * the classes `\d \D \s \S \w \W` and `\xhh`.
 */
const SUPPORTED = /^(?:[A-Za-z0-9:_#=@/;,\- ^$?[\]{}|*+.]|\\(?:[dDsSwW]|x[0-9a-fA-F]{2}|[^A-Za-z0-9]))*$/;

/** The subset has no groups, so no nested quantifiers: matching time stays polynomial. */
export function compileRegex(source: string): RegExp {
  if (!SUPPORTED.test(source)) throw invalidPattern();
  try {
    return new RegExp(source);
  } catch {
    throw invalidPattern();
  }
}

/** "There is a limit of 2 regex for each filter pattern" (FilterAndPatternSyntax, Quotas). */
export const MAX_REGEXES = 2;
