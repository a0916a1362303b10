/** Whether a media type (of a Content-Type or Accept header) is one of an API's `binaryMediaTypes`. */
export function isBinary(binaryMediaTypes: readonly string[], mediaType: string | undefined): boolean {
  if (binaryMediaTypes.length === 0) return false;
  if (binaryMediaTypes.includes('*/*')) return true;
  const type = bareMediaType(mediaType);
  return binaryMediaTypes.some((candidate) => {
    const wanted = candidate.toLowerCase();
    return wanted === type || (wanted.endsWith('/*') && type.startsWith(wanted.slice(0, -1)));
  });
}

/** `text/html; charset=utf-8, …` -> `text/html`: the first media type without its parameters. */
export function bareMediaType(header: string | undefined): string {
  return (header ?? '').split(',', 1)[0]!.split(';', 1)[0]!.trim().toLowerCase();
}
