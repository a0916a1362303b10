import { parseXml } from '../../../protocol/formats/xml-parse.ts';

/** The `tagging` field of a form: `<Tagging><TagSet><Tag><Key>…</Key><Value>…</Value></Tag></TagSet></Tagging>`. */
export function tagsInForm(xml: string): { readonly Key: string; readonly Value: string }[] {
  const sets = parseXml(xml).children.filter(({ name }) => name === 'TagSet');
  return sets
    .flatMap(({ children }) => children)
    .map(({ children }) => {
      const text = (name: string) => children.find((child) => child.name === name)?.text ?? '';
      return { Key: text('Key'), Value: text('Value') };
    });
}
