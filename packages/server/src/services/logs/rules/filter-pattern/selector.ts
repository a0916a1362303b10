import { invalidPattern } from './lexer.ts';

type Step = { readonly key: string } | { readonly index: number } | 'any';

/** Finds what a selector points to: nothing, one value, or several with a wildcard. */
export type Selector = (document: unknown) => unknown[];

const STEP = /\.?\[(?:'([^']*)'|"([^"]*)"|(\d+)|(\*))\]|\.(\*)|\.([\w-]+)/g;

/** `$.a.b`, `$.list[0].id`, `$.['dotted.key']`, `$.list[*].id`, `$.*`: one wildcard at most (FilterAndPatternSyntax, Quotas). */
export function compileSelector(text: string): Selector {
  const steps = Array.from(text.slice(1).matchAll(STEP), readStep);
  if (steps.filter((step) => step === 'any').length > 1) throw invalidPattern();
  return (document) =>
    steps.reduce<unknown[]>((values, step) => values.flatMap((value) => follow(value, step)), [document]);
}

export function hasWildcard(text: string): boolean {
  return text.includes('[*]') || text.includes('.*');
}

function readStep([, single, double, index, anyElement, anyMember, name]: RegExpMatchArray): Step {
  if (anyElement || anyMember) return 'any';
  if (index !== undefined) return { index: Number(index) };
  return { key: single ?? double ?? name ?? '' };
}

function follow(value: unknown, step: Step): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  if (step === 'any') return Object.values(value);
  if ('index' in step) return Array.isArray(value) && step.index < value.length ? [value[step.index]] : [];
  return !Array.isArray(value) && Object.hasOwn(value, step.key) ? [(value as Record<string, unknown>)[step.key]] : [];
}
