/** The first value of a query parameter, percent-decoded; null when the query has none of that name. */
export function queryParameter(query: string, name: string): string | null {
  const start = query.startsWith(`${name}=`) ? 0 : query.indexOf(`&${name}=`) + 1;
  if (start === 0 && !query.startsWith(`${name}=`)) return null;
  const end = query.indexOf('&', start);
  return decoded(query.slice(start + name.length + 1, end < 0 ? undefined : end));
}

/** Percent-decoded; a sequence that is no UTF-8 stays as it is. */
export function decoded(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
