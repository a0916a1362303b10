import { deflateRawSync, gzipSync } from 'node:zlib';

/** Nested deeper than a call stack. */
export const DEEP = 20_000;
const MORE = 200_000;

/** Each ten times the one before. */
const ENTITIES = ['ab', 'bc', 'cd', 'de', 'ef', 'fg', 'gh', 'hi']
  .map(([part, name]) => `<!ENTITY ${name} "${`&${part};`.repeat(10)}">`)
  .join('');

/** Whole bodies that are wrong in a way of their own. */
export const BODIES: Readonly<Record<string, () => string | Uint8Array>> = {
  empty: () => '',
  'not JSON': () => '{"a":',
  'JSON null': () => 'null',
  'JSON array': () => '[]',
  'JSON number': () => '1e999',
  'JSON string': () => '"x"',
  'JSON nested deeply': () => '['.repeat(MORE) + ']'.repeat(MORE),
  'JSON objects nested deeply': () => '{"a":'.repeat(DEEP) + '1' + '}'.repeat(DEEP),
  'JSON with a prototype': () => '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
  'JSON with doubled keys': () => '{"FunctionName":"a","FunctionName":{"b":1}}',
  'JSON with lone surrogates': () => '{"logGroupName":"\\ud800","name":"\\udfff"}',
  'JSON with null bytes': () => '{"logGroupName":"a\\u0000b","name":"\\u0000"}',
  'a byte order mark': () => '\ufeff{}',
  'XML with entities that multiply': () =>
    `<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "${'x'.repeat(100)}">${ENTITIES}]><Delete>&i;</Delete>`,
  'XML with a file as an entity': () =>
    '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><Delete><Object><Key>&a;</Key></Object></Delete>',
  'XML nested deeply': () => '<a>'.repeat(DEEP) + '</a>'.repeat(DEEP),
  'XML never closed': () => '<a>'.repeat(DEEP),
  'XML with attributes without end': () => `<Delete ${'a="b" '.repeat(DEEP)}/>`,
  'XML cut in an entity': () => '<Delete><Object><Key>&am',
  'XML with null bytes': () => '<Delete><Object><Key>a\0b&#0;&#x110000;</Key></Object></Delete>',
  'a form with members nested deeply': () => `Action=CreateRole&Version=2010-05-08&Tags${'.member.1'.repeat(DEEP)}=x`,
  'a form with a huge index': () =>
    'Action=CreateRole&Version=2010-05-08&Tags.member.4294967295.Key=x&Tags.member.-1.Key=y',
  'a form with a prototype': () =>
    'Action=CreateRole&Version=2010-05-08&__proto__.x=1&constructor.prototype.y=1&Tags.member.__proto__.Key=z',
  'a form with many fields': () => 'a=b&'.repeat(MORE / 4),
  'a form with bad percents': () => 'Action=CreateRole&Version=2010-05-08&RoleName=%&Path=%ff%fe',
  'CBOR nested deeply': () => Buffer.alloc(DEEP, 0x81),
  'CBOR of a length it has not': () => Buffer.from('bb7fffffffffffffff', 'hex'),
  'CBOR text of a length it has not': () => Buffer.from('a16c6c6f6747726f75704e616d657bffffffffffffffff61', 'hex'),
  'CBOR without end': () => Buffer.alloc(1000, 0x9f),
  'CBOR with a tag on a tag': () => Buffer.alloc(DEEP, 0xc1),
  'CBOR with a prototype': () => Buffer.from('a1695f5f70726f746f5f5fa168706f6c6c75746564f5', 'hex'),
  'an event stream frame of a length it has not': () => Buffer.from('ffffffff00000010aaaaaaaa', 'hex'),
  'gzip of much nothing': () => gzipSync(Buffer.alloc(50_000_000)),
  'deflate of much nothing': () => deflateRawSync(Buffer.alloc(1_000_000)),
};
