import { parseXml, type XmlElement } from '../protocol/formats/xml-parse.ts';
import { send, type Target } from './client.ts';

/** CloudFormation's API version. */
const VERSION = '2010-05-15';

/** Calls an operation of CloudFormation, which speaks the query protocol: a form there, XML back. The result element. */
export async function askCloudFormation(
  target: Target,
  action: string,
  input: Readonly<Record<string, string>>,
): Promise<XmlElement> {
  const { body } = await send(target, {
    service: 'cloudformation',
    method: 'POST',
    path: '/',
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: new URLSearchParams({ Action: action, Version: VERSION, ...input }).toString(),
  });
  const answer = parseXml(body.toString());
  return child(answer, `${action}Result`) ?? answer;
}

/** The members of a list: `<StackResources><member>…</member></StackResources>`. */
export function members(element: XmlElement, list: string): readonly XmlElement[] {
  return child(element, list)?.children ?? [];
}

/** The text of a child element; empty when there is none. */
export function text(element: XmlElement, name: string): string {
  return child(element, name)?.text ?? '';
}

function child(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((candidate) => candidate.name === name);
}
