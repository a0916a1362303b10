/** A token of RFC 9110, 5.6.2: what can be the name of a header. */
export function isHeaderName(text: string): boolean {
  return /^[\w!#$%&'*+.^`|~-]+$/.test(text);
}

/** Whether a value can be sent as it is, whatever writes it. */
export function isPlainValue(text: string): boolean {
  return /^[\t\x20-\x7e]*$/.test(text);
}

/** Only bytes can be sent: text beyond Latin-1 goes as its UTF-8, as S3 sends it, and control characters do not go. */
export function asHeaderValue(text: string): string {
  const bytes = /[^\0-\xff]/.test(text) ? Buffer.from(text).toString('latin1') : text;
  return bytes.replaceAll(/(?!\t)\p{Cc}/gu, (control) => (control > '\x7f' ? control : ''));
}
