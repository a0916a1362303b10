/** RFC 3986: all but letters, digits and `-._~` (SigV4, "Create a canonical request", UriEncode). */
export function encodeUri(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
