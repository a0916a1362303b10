/** An atom that matches one character, or an anchor. Escapes that are references or whole syntaxes of their own are none. */
const ATOM = /\\[dDwWsS\W_]|\[(?:\\.|[^\\\]])*\]|[^\\[\](){}|*+?]/gs;
/** What may be done in the platform's own process: some milliseconds. */
const MAX_STEPS = 1_000_000;

/** Whether `pattern` matches the whole text, as Java's `matches` has it. */
export function matchesWhole(pattern: string, text: string): boolean {
  return new RegExp(`^(?:${pattern})$`, 's').test(text);
}

/** The index of the first pattern that matches the whole text; -1: none does. */
export function firstMatch(patterns: readonly string[], text: string): number {
  return patterns.findIndex((pattern) => matchesWhole(pattern, text));
}

/**
 * Whether `matchesWhole` surely ends soon. Of a pattern of single characters, `*`, `+` and `|` alone, each `*` or `+`
 * can end at any place of the text, and no combination of ends is tried twice: (length + 1) ^ quantifiers times the
 * pattern's length. Nothing is said of any other pattern.
 */
export function isCheap(pattern: string, text: string): boolean {
  const rest = pattern.replaceAll(ATOM, '');
  if (!/^[*+|]*$/.test(rest)) return false;
  const quantifiers = rest.replaceAll('|', '').length;
  return (pattern.length + 1) * (text.length + 1) ** quantifiers <= MAX_STEPS;
}
