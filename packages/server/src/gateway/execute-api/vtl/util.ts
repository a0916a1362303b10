import { toJava } from './java-values.ts';
import { TemplateObject } from './methods.ts';

/** `$util` ("API Gateway mapping template and access logging variable reference"). */
export const templateUtil = new TemplateObject({
  escapeJavaScript: (value?: { toString(): string } | null) => escapeJavaScript(value?.toString() ?? ''),
  parseJson: (text: unknown) => toJava(JSON.parse(String(text))),
  urlEncode: (text: unknown) =>
    encodeURIComponent(String(text))
      .replaceAll('%20', '+')
      .replaceAll(/[!'()~]/g, percent),
  urlDecode: (text: unknown) => decodeURIComponent(String(text).replaceAll('+', ' ')),
  base64Encode: (text: unknown) => Buffer.from(String(text)).toString('base64'),
  base64Decode: (text: unknown) => Buffer.from(String(text), 'base64').toString(),
});

const ESCAPES: Readonly<Record<string, string>> = {
  '"': String.raw`\"`,
  "'": String.raw`\'`,
  '\\': String.raw`\\`,
  '/': String.raw`\/`,
  '\b': String.raw`\b`,
  '\n': String.raw`\n`,
  '\t': String.raw`\t`,
  '\f': String.raw`\f`,
  '\r': String.raw`\r`,
};

/** Apache Commons' escapeEcmaScript: also what is not ASCII. */
function escapeJavaScript(text: string): string {
  return text.replaceAll(
    /["'\\/]|[^\x20-\x7f]/g,
    (character) => ESCAPES[character] ?? `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
  );
}

/** Java's URLEncoder leaves only letters, digits and `.-*_`. */
function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
