import { invalidArgument } from '../errors.ts';

/** A text of a query or a form as Node has the same bytes in a header: one character for each byte of its UTF-8. */
export function utf8AsHeader(text: string): string {
  return Buffer.from(text).toString('latin1');
}

/** What a header can carry. Throws InvalidArgument for control characters. */
export function headerValue(text: string, name: string): string {
  // oxlint-disable-next-line no-control-regex -- they are what this is about
  if (/[\0-\x08\x0A-\x1F\x7F]/.test(text))
    throw invalidArgument('Header value cannot be represented using ISO-8859-1.', name, encodeURIComponent(text));
  return /[^\0-\xFF]/.test(text) ? utf8AsHeader(text) : text;
}
