import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkJsonPayload } from './json-payload.ts';

const accepts = (text: string) => checkJsonPayload(Buffer.from(text));

const VALID = [
  '{}',
  '[]',
  ' null ',
  'true',
  'false',
  '0',
  '-0.5e+10',
  '1E3',
  '"é\\u00e9\\n"',
  '{"a":[1,{"b":[]}, "c"],\r\n"d":{}}',
  '[[[]]]',
  '"😀"',
];
const INVALID = [
  '{', '}', '[1,]', '{"a"}', '{"a":}', '{"a":1,}', "{'a':1}", 'tru', 'nul', '01', '1.', '.5', '-', '1e', '"', '"\\x"', '"\\u12g4"', '"\n"', '1 2', '[1 2]', '{"a":1]', 'undefined', 'NaN', '+1', 'hello',
]; // prettier-ignore

test('what JSON.parse takes is taken, what it refuses is refused', () => {
  for (const text of VALID) {
    JSON.parse(text);
    accepts(text);
  }
  for (const text of INVALID) {
    assert.throws(() => JSON.parse(text), SyntaxError, text);
    assert.throws(() => accepts(text), { code: 'InvalidRequestContentException' }, text);
  }
});

test('mutations of a document are judged as JSON.parse judges them', () => {
  const document = '{"a":[1,-2.5e3,"x\\"y",true,null],"b":{"c":"\\u0041"}}';
  for (let at = 0; at < document.length; at++) {
    for (const character of ['', '"', ',', ':', '}', ']', '{', '[', '0', 'e', '\\', ' ', '-']) {
      const text = document.slice(0, at) + character + document.slice(at + 1);
      assert.equal(
        succeeds(() => accepts(text)),
        succeeds(() => JSON.parse(text)),
        text,
      );
    }
  }
});

test('an empty payload is accepted: the function sees an empty object', () => accepts(''));

test('bytes that are no UTF-8 are refused', () => {
  assert.throws(() => checkJsonPayload(Uint8Array.of(0x22, 0x87, 0x22)), { message: /Invalid UTF-8/ });
});

test('the refusal says which character stands where', () => {
  assert.throws(() => accepts('{\n  "a": x}'), {
    message:
      /^Could not parse request body into json: Could not parse payload into json: Unexpected character \('x' \(code 120\)\).*\n at \[Source: REDACTED .*; line: 2, column: 8\]$/,
  });
  assert.throws(() => accepts('{"a":1'), { message: /Unexpected end-of-input/ });
});

test('a thousand levels of nesting pass, one more does not', () => {
  accepts('['.repeat(1000) + '1' + ']'.repeat(1000));
  assert.throws(() => accepts('['.repeat(1001) + '1' + ']'.repeat(1001)), { code: 'InvalidRequestContentException' });
});

function succeeds(run: () => unknown): boolean {
  try {
    run();
    return true;
  } catch {
    return false;
  }
}
