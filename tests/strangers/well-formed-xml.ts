/** Whether every element is closed in order, and no bare `<`, `&` or control character is left in the text. */
export function wellFormedXml(text: string): boolean {
  const open: string[] = [];
  let at = 0;
  let roots = 0;
  for (const { 0: tag, 1: closing, 2: name, 3: selfClosing, index } of text.matchAll(/<(\/?)([^\s/>]+)[^>]*?(\/?)>/g)) {
    if (!isText(text.slice(at, index))) return false;
    at = index + tag.length;
    if (tag.startsWith('<?')) continue;
    if (closing) {
      if (open.pop() !== name) return false;
    } else {
      if (open.length === 0) roots += 1;
      if (!selfClosing) open.push(name!);
    }
  }
  return open.length === 0 && roots === 1 && isText(text.slice(at));
}

function isText(text: string): boolean {
  // eslint-disable-next-line no-control-regex
  return !/[<\0-\x08\x0b\x0c\x0e-\x1f]|&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)/.test(text);
}
