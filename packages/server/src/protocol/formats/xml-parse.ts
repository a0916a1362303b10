import { serializationError } from '../serialization.ts';

/** An element without its namespace prefix. */
export interface XmlElement {
  readonly name: string;
  /** By local name; namespace declarations are left out. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  /** Of itself, not of its children. */
  text: string;
}

const MALFORMED = 'The XML you provided was not well-formed or did not validate against our published schema';
/** No request of any service comes near it. */
const MAX_DEPTH = 64;

/** One piece of markup: comment, CDATA, processing instruction, or a tag. Declarations (DOCTYPE, ENTITY) match none and are refused. */
const MARKUP =
  /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<\?[\s\S]*?\?>|<\/([^\s<>/]+)\s*>|<([^\s<>/!?]+)((?:\s+[^\s=<>/]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y;
const TEXT = /[^<]*/y;

/** The root element; throws SerializationException, which S3 calls MalformedXML, for anything that is not well-formed. */
export function parseXml(source: string): XmlElement {
  const document: XmlElement = { name: '', attributes: {}, children: [], text: '' };
  const open = [document];
  const markup = new RegExp(MARKUP);
  const text = new RegExp(TEXT);
  for (let at = source.startsWith('\uFEFF') ? 1 : 0; at < source.length;) {
    text.lastIndex = at;
    const plain = text.exec(source)![0];
    at += plain.length;
    const parent = open.at(-1)!;
    parent.text += decodeEntities(plain);
    if (at >= source.length) break;
    markup.lastIndex = at;
    const found = markup.exec(source);
    if (!found) throw malformed();
    at = markup.lastIndex;
    apply(found, open);
  }
  const root = document.children[0];
  if (!root || open.length > 1 || document.children.length > 1 || document.text.trim() !== '') throw malformed();
  return root;
}

function apply([, cdata, closing, opening, attributes = '', selfClosing]: RegExpExecArray, open: XmlElement[]): void {
  const parent = open.at(-1)!;
  if (cdata !== undefined) parent.text += cdata;
  else if (closing !== undefined) {
    if (open.length === 1 || localName(closing) !== parent.name) throw malformed();
    open.pop();
  } else if (opening !== undefined) {
    const element: XmlElement = {
      name: localName(opening),
      attributes: parseAttributes(attributes),
      children: [],
      text: '',
    };
    parent.children.push(element);
    if (!selfClosing && open.push(element) > MAX_DEPTH) throw malformed();
  }
}

function parseAttributes(source: string): Record<string, string> {
  const result: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [, name, double, single] of source.matchAll(/([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
    if (name !== 'xmlns' && !name!.startsWith('xmlns:'))
      result[localName(name!)] = decodeEntities(double ?? single ?? '');
  }
  return result;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replaceAll(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w+));|&/gi,
    (_all, decimal?: string, hex?: string, name?: string) => {
      const code = decimal ? Number(decimal) : hex ? Number.parseInt(hex, 16) : null;
      if (code !== null && code > 0 && code <= 0x10ffff) return String.fromCodePoint(code);
      const entity = name !== undefined && Object.hasOwn(ENTITIES, name) ? ENTITIES[name] : undefined;
      if (entity === undefined) throw malformed();
      return entity;
    },
  );
}

function malformed(): Error {
  return serializationError(MALFORMED);
}
