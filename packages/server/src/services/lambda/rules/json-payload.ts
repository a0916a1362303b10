import { isUtf8 } from 'node:buffer';
import { MAX_JSON_DEPTH } from '../../../protocol/formats/json-depth.ts';
import { invalidRequestContent } from '../errors.ts';

/**
 * Lambda refuses a payload that is no JSON before it runs anything, so the check stands on the hot path. It reads bytes
 * and builds nothing: against `JSON.parse(text)` measured 1.6 to 1.3 us for 50 bytes, 3.8 to 6.0 us for an API Gateway
 * event, 5.2 to 25.7 ms for 1.8 MB of objects (2 small cores, Node 24).
 */
export function checkJsonPayload(payload: Uint8Array): void {
  if (payload.length === 0) return;
  const fault = isUtf8(payload) ? findFault(payload) : { at: 0, text: 'Invalid UTF-8' };
  if (!fault) return;
  const { line, column } = lineAndColumn(payload, fault.at);
  const source = `[Source: REDACTED (\`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION\` disabled); line: ${line}, column: ${column}]`;
  throw invalidRequestContent(
    `Could not parse request body into json: Could not parse payload into json: ${fault.text}\n at ${source}`,
  );
}

interface Fault {
  readonly at: number;
  readonly text: string;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
/** The closing ones follow two code points later, as `+ 2` below. */
const OPEN_BRACE = 0x7b;
const OPEN_BRACKET = 0x5b;

const WHITE_SPACE = flags((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d);
const PLAIN_IN_STRING = flags((byte) => byte >= 0x20 && byte !== QUOTE && byte !== BACKSLASH);
const ESCAPABLE = flags((byte) => '"\\/bfnrtu'.includes(String.fromCharCode(byte)));
const DIGIT = flags((byte) => byte >= 0x30 && byte <= 0x39);
const HEX_DIGIT = flags((byte) => /[0-9a-fA-F]/.test(String.fromCharCode(byte)));

function flags(test: (byte: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => (test(byte) ? 1 : 0));
}

/** What is open at each depth. Nobody is called while it is in use, so that all documents share it. */
const OPEN = new Uint8Array(MAX_JSON_DEPTH);

/**
 * Scanners below return the position after what they read, or `~position` of the first byte that does not belong
 * there (always negative), so that the happy path allocates nothing.
 */
function findFault(bytes: Uint8Array): Fault | null {
  const end = scanDocument(bytes);
  if (end >= 0) return null;
  const at = ~end;
  if (at >= bytes.length) return { at: bytes.length, text: 'Unexpected end-of-input' };
  const byte = bytes[at]!;
  const character = byte < 0x80 ? String.fromCharCode(byte) : Buffer.from(bytes.subarray(at, at + 4)).toString()[0]!;
  const expected = "expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')";
  return { at, text: `Unexpected character ('${character}' (code ${character.charCodeAt(0)})): ${expected}` };
}

function scanDocument(bytes: Uint8Array): number {
  const open = OPEN;
  let depth = 0;
  let at = skipWhiteSpace(bytes, 0);
  for (;;) {
    const container = bytes[at];
    if (container === OPEN_BRACE || container === OPEN_BRACKET) {
      const first = skipWhiteSpace(bytes, at + 1);
      if (bytes[first] === container + 2) {
        at = first + 1;
      } else {
        if (depth === MAX_JSON_DEPTH) return ~at;
        open[depth++] = container;
        at = container === OPEN_BRACE ? scanKey(bytes, first) : first;
        if (at < 0) return at;
        continue;
      }
    } else {
      at = scanScalar(bytes, at);
      if (at < 0) return at;
    }
    at = skipWhiteSpace(bytes, at);
    while (depth > 0 && bytes[at] === open[depth - 1]! + 2) {
      depth--;
      at = skipWhiteSpace(bytes, at + 1);
    }
    if (depth === 0) return at === bytes.length ? at : ~at;
    if (bytes[at] !== COMMA) return ~at;
    at = skipWhiteSpace(bytes, at + 1);
    if (open[depth - 1] === OPEN_BRACE) at = scanKey(bytes, at);
    if (at < 0) return at;
  }
}

function skipWhiteSpace(bytes: Uint8Array, at: number): number {
  while (WHITE_SPACE[bytes[at]!] === 1) at++;
  return at;
}

/** A member's name, its colon and the white space after it. */
function scanKey(bytes: Uint8Array, start: number): number {
  if (bytes[start] !== QUOTE) return ~start;
  const end = scanString(bytes, start + 1);
  if (end < 0) return end;
  const at = skipWhiteSpace(bytes, end);
  return bytes[at] === COLON ? skipWhiteSpace(bytes, at + 1) : ~at;
}

function scanScalar(bytes: Uint8Array, at: number): number {
  switch (bytes[at]) {
    case QUOTE:
      return scanString(bytes, at + 1);
    case 0x74:
      return scanWord(bytes, at, 'true');
    case 0x66:
      return scanWord(bytes, at, 'false');
    case 0x6e:
      return scanWord(bytes, at, 'null');
    default:
      return scanNumber(bytes, at);
  }
}

function scanString(bytes: Uint8Array, at: number): number {
  for (;;) {
    while (PLAIN_IN_STRING[bytes[at]!] === 1) at++;
    if (bytes[at] === QUOTE) return at + 1;
    if (bytes[at] !== BACKSLASH) return ~at;
    const escaped = bytes[++at]!;
    if (ESCAPABLE[escaped] !== 1) return ~at;
    at++;
    if (escaped !== 0x75) continue;
    for (const end = at + 4; at < end; at++) if (HEX_DIGIT[bytes[at]!] !== 1) return ~at;
  }
}

function scanWord(bytes: Uint8Array, start: number, word: string): number {
  for (let index = 0; index < word.length; index++) {
    if (bytes[start + index] !== word.charCodeAt(index)) return ~(start + index);
  }
  return start + word.length;
}

function scanNumber(bytes: Uint8Array, start: number): number {
  let at = bytes[start] === 0x2d ? start + 1 : start;
  if (bytes[at] === 0x30) at++;
  else at = scanDigits(bytes, at);
  if (at >= 0 && bytes[at] === 0x2e) at = scanDigits(bytes, at + 1);
  if (at >= 0 && (bytes[at] === 0x65 || bytes[at] === 0x45)) {
    at++;
    at = scanDigits(bytes, bytes[at] === 0x2b || bytes[at] === 0x2d ? at + 1 : at);
  }
  return at;
}

/** One digit at least. */
function scanDigits(bytes: Uint8Array, start: number): number {
  let at = start;
  while (DIGIT[bytes[at]!] === 1) at++;
  return at > start ? at : ~at;
}

function lineAndColumn(bytes: Uint8Array, at: number): { line: number; column: number } {
  const before = Buffer.from(bytes.buffer, bytes.byteOffset, at);
  const lines = before.toString('latin1').split('\n');
  return { line: lines.length, column: lines.at(-1)!.length + 1 };
}
