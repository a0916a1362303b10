import type { PatchOperation } from '@aws-sdk/client-api-gateway';
import { isList, isMap, isScalar, sameValue, textual } from '../../rules/values.ts';

/** From a property to its path in API Gateway's patches, and what it is without a value. */
export type PatchPaths = Readonly<Record<string, { readonly path: string; readonly unset?: string }>>;

type Properties = Readonly<Record<string, unknown>>;

/** Patches that lead from `before` to `after`; texts, numbers and booleans only. */
export function scalarPatches(before: object, after: object, paths: PatchPaths): PatchOperation[] {
  const [old, next] = [before as Properties, after as Properties];
  return Object.entries(paths).flatMap(([name, { path, unset }]): PatchOperation[] => {
    if (sameValue(old[name], next[name])) return [];
    const value = isScalar(next[name]) ? String(next[name]) : unset;
    return value === undefined ? [{ op: 'remove', path }] : [{ op: 'replace', path, value }];
  });
}

/** Patches for a map of texts: `/variables/name`. */
export function mapPatches(prefix: string, before: unknown, after: unknown): PatchOperation[] {
  const [old, next] = [isMap(before) ? before : {}, isMap(after) ? after : {}];
  const set = Object.entries(next)
    .filter(([key, value]) => old[key] !== value)
    .map(([key, value]): PatchOperation => ({
      op: 'replace',
      path: `${prefix}/${escaped(key)}`,
      value: textual(value),
    }));
  const gone = Object.keys(old).filter((key) => !Object.hasOwn(next, key));
  return [...set, ...gone.map((key): PatchOperation => ({ op: 'remove', path: `${prefix}/${escaped(key)}` }))];
}

/** Patches for a list whose elements are keys of the path: `/binaryMediaTypes/image~1png`. */
export function listPatches(prefix: string, before: unknown, after: unknown): PatchOperation[] {
  const [old, next] = [isList(before) ? before : [], isList(after) ? after : []];
  const added = next.filter((item) => !old.includes(item));
  const removed = old.filter((item) => !next.includes(item));
  return [
    ...added.map((item): PatchOperation => ({ op: 'add', path: `${prefix}/${escaped(textual(item))}` })),
    ...removed.map((item): PatchOperation => ({ op: 'remove', path: `${prefix}/${escaped(textual(item))}` })),
  ];
}

/** RFC 6901. */
export function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
