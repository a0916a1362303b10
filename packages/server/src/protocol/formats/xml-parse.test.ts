import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseXml } from './xml-parse.ts';

test('elements, attributes, text, CDATA, comments and entities are read without their prefixes', () => {
  const root = parseXml(
    '<?xml version="1.0"?>\n<!-- hi --><a:Root xmlns:a="urn:x" x:kind=\'b&quot;c\'><Item>1 &lt; 2 &#x41;&#66;</Item><Item/><![CDATA[<raw>&amp;]]></a:Root>\n',
  );
  assert.equal(root.name, 'Root');
  assert.deepEqual({ ...root.attributes }, { kind: 'b"c' });
  assert.deepEqual(
    root.children.map(({ name, text }) => [name, text]),
    [
      ['Item', '1 < 2 AB'],
      ['Item', ''],
    ],
  );
  assert.equal(root.text, '<raw>&amp;');
});

const REFUSED: readonly string[] = [
  '',
  'text',
  '<a>',
  '</a>',
  '<a></b>',
  '<a/><b/>',
  '<a/>x',
  '<a b=c/>',
  '<a b="<"/>',
  '<a>&unknown;</a>',
  '<a>&</a>',
  '<a>&#0;</a>',
  '< a/>',
  '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
  '<a><!-- </a>',
  '<a'.repeat(3),
  '<x>'.repeat(100) + '</x>'.repeat(100),
];
for (const source of REFUSED) {
  test(`${JSON.stringify(source.slice(0, 40))} is refused`, () => {
    assert.throws(() => parseXml(source), { code: 'SerializationException', message: /not well-formed/ });
  });
}
