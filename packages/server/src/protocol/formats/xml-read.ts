import { type Compiled, compileOnce, lazily } from '../compile.ts';
import {
  type ListShape,
  type MapShape,
  type Member,
  memberOf,
  type ServiceModel,
  type StructureShape,
} from '../model.ts';
import { parseText } from '../scalars.ts';
import { setOwn } from '../serialization.ts';
import type { XmlElement } from './xml-parse.ts';

/** From the elements that carry a member (several for a flattened list) to its value. */
export type XmlReader = (elements: readonly XmlElement[]) => unknown;

export function xmlReaders(model: ServiceModel): Compiled<XmlReader> {
  return compileOnce<XmlReader>(model, (shape, member, compiled) => {
    if (shape.type === 'structure') return structure(shape, compiled);
    if (shape.type === 'list') return list(shape, member, compiled);
    if (shape.type === 'map') return map(shape, member, compiled);
    return ([element]) => {
      const text = element!.text;
      return parseText(shape, shape.type === 'string' ? text : text.trim(), member.timestamp ?? 'date-time');
    };
  });
}

function structure(shape: StructureShape, compiled: Compiled<XmlReader>): XmlReader {
  const members = lazily(() =>
    Object.entries(shape.members)
      .filter(([, ref]) => memberOf(ref).in === undefined)
      .map(([name, ref]) => ({
        name,
        wireName: localName(memberOf(ref).xmlName ?? name),
        attribute: memberOf(ref).attribute,
        read: compiled(ref),
      })),
  );
  return ([element]) => {
    const byName = Map.groupBy(element!.children, ({ name }) => name);
    const result: Record<string, unknown> = {};
    for (const { name, wireName, attribute, read } of members()) {
      const elements = attribute ? asElements(element!.attributes[wireName]) : byName.get(wireName);
      if (elements) result[name] = read(elements);
    }
    return result;
  };
}

/** `xsi:type` is `type` here: the parser drops prefixes. */
function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function asElements(attribute: string | undefined): XmlElement[] | undefined {
  return attribute === undefined ? undefined : [{ name: '', attributes: {}, children: [], text: attribute }];
}

function list(shape: ListShape, member: Member, compiled: Compiled<XmlReader>): XmlReader {
  const item = lazily(() => compiled(shape.of));
  const inner = memberOf(shape.of).xmlName ?? 'member';
  return (elements) => {
    const items = member.flat
      ? elements
      : elements.flatMap(({ children }) => children.filter(({ name }) => name === inner));
    return items.map((element) => item()([element]));
  };
}

function map(shape: MapShape, member: Member, compiled: Compiled<XmlReader>): XmlReader {
  const item = lazily(() => compiled(shape.of));
  const [keyName, valueName] = [memberOf(shape.key).xmlName ?? 'key', memberOf(shape.of).xmlName ?? 'value'];
  return (elements) => {
    const entries = member.flat
      ? elements
      : elements.flatMap(({ children }) => children.filter(({ name }) => name === 'entry'));
    const result: Record<string, unknown> = {};
    for (const { children } of entries) {
      const key = children.find(({ name }) => name === keyName);
      const value = children.find(({ name }) => name === valueName);
      if (key && value) setOwn(result, key.text, item()([value]));
    }
    return result;
  };
}
