/** A step of a JSONPath: a member, an element, all of them, or a member at any depth. */
type Step = { readonly key: string } | { readonly index: number } | 'all' | { readonly anywhere: string };

const STEP =
  /\.\.([A-Za-z_$][\w$-]*)|\.([A-Za-z_$@][\w$@:-]*)|\.(\*)|\[(\*)\]|\[(-?\d+)\]|\[\s*'((?:[^'\\]|\\.)*)'\s*\]|\[\s*"((?:[^"\\]|\\.)*)"\s*\]/y;

/**
 * What `path` (`$.store.book[0].title`, `$['a b']`, `$.items[*].id`, `$..id`) finds in `value`; undefined when nothing.
 * A path with a wildcard finds a list. Throws for filters and slices, which it does not know.
 */
export function jsonPath(value: unknown, path: string): unknown {
  const steps = parsePath(path);
  const many = steps.some((step) => step === 'all' || (typeof step === 'object' && 'anywhere' in step));
  let found: unknown[] = [value];
  for (const step of steps) found = found.flatMap((part) => take(part, step));
  return many ? found : found[0];
}

function parsePath(path: string): Step[] {
  if (!path.startsWith('$')) throw new Error(`the JSONPath ${path} does not begin with $`);
  const steps: Step[] = [];
  let at = 1;
  while (at < path.length) {
    STEP.lastIndex = at;
    const match = STEP.exec(path);
    if (!match) throw new Error(`Hearth does not know the JSONPath ${path}, from ${path.slice(at)}`);
    const [text, anywhere, name, star, bracketStar, index, single, double] = match;
    if (anywhere !== undefined) steps.push({ anywhere });
    else if (star ?? bracketStar) steps.push('all');
    else if (index !== undefined) steps.push({ index: Number(index) });
    else steps.push({ key: name ?? (single ?? double)!.replaceAll(/\\(.)/g, '$1') });
    at += text.length;
  }
  return steps;
}

function take(value: unknown, step: Step): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  if (step === 'all') return Object.values(value);
  if ('anywhere' in step) return descend(value, step.anywhere);
  if ('index' in step) return Array.isArray(value) ? present(value.at(step.index)) : [];
  return Object.hasOwn(value, step.key) ? present((value as Record<string, unknown>)[step.key]) : [];
}

function descend(value: object, key: string): unknown[] {
  const here = Object.hasOwn(value, key) ? [(value as Record<string, unknown>)[key]] : [];
  const below = Object.values(value).filter((part) => typeof part === 'object' && part !== null) as object[];
  return [...here, ...below.flatMap((part) => descend(part, key))];
}

function present(value: unknown): unknown[] {
  return value === undefined ? [] : [value];
}
