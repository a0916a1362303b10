import { styleText } from 'node:util';

/** Colours for people: none when the stream is no terminal or NO_COLOR is set. */
export function style(
  format: Parameters<typeof styleText>[0],
  text: string,
  stream: NodeJS.WriteStream = process.stderr,
): string {
  return styleText(format, text, { stream, validateStream: true });
}
