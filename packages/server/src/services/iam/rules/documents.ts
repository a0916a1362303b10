/** "The policy document returned in this structure is URL-encoded compliant with RFC 3986" (GetRole and its siblings). */
export function encodeDocument(document: string): string {
  return encodeURIComponent(document).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** IAM's timestamps have second precision. */
export function seconds(epochMs: number): Date {
  return new Date(Math.floor(epochMs / 1000) * 1000);
}
