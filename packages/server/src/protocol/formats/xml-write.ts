import { type Compiled, compileOnce, lazily } from '../compile.ts';
import {
  type ListShape,
  type MapShape,
  type Member,
  memberOf,
  type MemberRef,
  type ServiceModel,
  type StructureShape,
  type XmlNamespace,
} from '../model.ts';
import { formatText } from '../scalars.ts';

/** Writes a value as the element `name`; a flattened list as many of them. */
export type XmlWriter = (name: string, value: unknown) => string;

export function xmlWriters(model: ServiceModel): Compiled<XmlWriter> {
  return compileOnce<XmlWriter>(model, (shape, member, compiled) => {
    if (shape.type === 'structure') return structure(shape, member, compiled);
    if (shape.type === 'list') return list(shape, member, compiled);
    if (shape.type === 'map') return map(shape, member, compiled);
    const namespace = namespaceText(member.xmlNamespace);
    return (name, value) =>
      `<${name}${namespace}>${escapeText(formatText(shape, value, member.timestamp ?? 'date-time'))}</${name}>`;
  });
}

function structure(shape: StructureShape, member: Member, compiled: Compiled<XmlWriter>): XmlWriter {
  const members = lazily(() =>
    Object.entries(shape.members)
      .filter(([, ref]) => memberOf(ref).in === undefined)
      .map(([name, ref]) => ({
        name,
        wireName: memberOf(ref).xmlName ?? name,
        attribute: memberOf(ref).attribute,
        write: compiled(ref),
      })),
  );
  const namespace = namespaceText(member.xmlNamespace ?? shape.xmlNamespace);
  return (name, value) => {
    const record = value as Record<string, unknown>;
    let attributes = namespace;
    let content = '';
    for (const { name: key, wireName, attribute, write } of members()) {
      const given = record[key];
      if (given === undefined || given === null) continue;
      if (attribute) attributes += ` ${wireName}="${escapeAttribute(given as string)}"`;
      else content += write(wireName, given);
    }
    return `<${name}${attributes}>${content}</${name}>`;
  };
}

function list(shape: ListShape, member: Member, compiled: Compiled<XmlWriter>): XmlWriter {
  const item = lazily(() => compiled(shape.of));
  const inner = memberOf(shape.of).xmlName ?? 'member';
  return (name, value) => {
    const write = item();
    const present = (value as unknown[]).filter((entry) => entry !== undefined && entry !== null);
    if (member.flat) return present.map((entry) => write(name, entry)).join('');
    return `<${name}${namespaceText(member.xmlNamespace)}>${present.map((entry) => write(inner, entry)).join('')}</${name}>`;
  };
}

function map(shape: MapShape, member: Member, compiled: Compiled<XmlWriter>): XmlWriter {
  const [keys, values] = [lazily(() => compiled(shape.key)), lazily(() => compiled(shape.of))];
  const nameOf = (ref: MemberRef, usual: string) => memberOf(ref).xmlName ?? usual;
  return (name, value) => {
    const entryName = member.flat ? name : 'entry';
    const entries = Object.entries(value as Record<string, unknown>).filter(
      ([, entry]) => entry !== undefined && entry !== null,
    );
    const content = entries
      .map(
        ([key, entry]) =>
          `<${entryName}>${keys()(nameOf(shape.key, 'key'), key)}${values()(nameOf(shape.of, 'value'), entry)}</${entryName}>`,
      )
      .join('');
    return member.flat ? content : `<${name}${namespaceText(member.xmlNamespace)}>${content}</${name}>`;
  };
}

export function namespaceText(namespace: XmlNamespace | undefined): string {
  if (!namespace) return '';
  if (typeof namespace === 'string') return ` xmlns="${escapeAttribute(namespace)}"`;
  const [prefix, uri] = namespace;
  return ` xmlns:${prefix}="${escapeAttribute(uri)}"`;
}

/** What text cannot carry as it is: markup, line ends that a parser would change, and what XML 1.0 has no place for. */
// oxlint-disable-next-line no-control-regex -- control characters are what this is about
const SPECIAL = /[&<>\r\u0085\u2028\0-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;

/** Line ends become references; characters that XML 1.0 has no place for become U+FFFD. */
export function escapeText(text: string): string {
  return text.replaceAll(SPECIAL, (char) => ESCAPES[char] ?? '\uFFFD');
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#xD;',
  '\n': '&#xA;',
  '\u0085': '&#x85;',
  '\u2028': '&#x2028;',
};

export function escapeAttribute(text: string): string {
  return escapeText(text).replaceAll(/["\n]/g, (char) => ESCAPES[char]!);
}
