/**
 * Whether `text` is what `*` (any run of characters) and `?` (one) stand for in `pattern`. Both come from users, so that it
 * is no regular expression, which could backtrack for ever: only the last `*` is ever taken up again, length times length.
 */
export function matchesWildcards(pattern: string, text: string): boolean {
  if (pattern === text) return true;
  let [at, star, resume] = [0, -1, 0];
  for (let index = 0; index < text.length;) {
    if (pattern[at] === '*') {
      star = at++;
      resume = index;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[index])) {
      at++;
      index++;
    } else if (star >= 0) {
      at = star + 1;
      index = ++resume;
    } else return false;
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}
