import type { PatchOperation } from '@aws-sdk/client-api-gateway';
import { notImplemented } from '../../../kernel/errors.ts';
import { badRequest } from '../errors.ts';

type Document = Record<string, unknown>;
type Op = 'add' | 'remove' | 'replace';

/** What may be patched at one path of an entity. `*` in a path stands for one key. */
export interface PatchRule {
  readonly path: string;
  readonly ops: readonly Op[];
  /** How values are read; `list`: the key itself is the list's element. Default: as they are. */
  readonly as?: 'boolean' | 'integer' | 'number' | 'list';
  /** Hearth does not honour it: answered NotImplemented, by its path, unless its value is one of these. */
  readonly refusedUnless?: readonly string[];
}

/** Applies patch operations (API Gateway's dialect of RFC 6902) to `target`, which is altered. */
export function applyPatch(
  target: object,
  operations: readonly PatchOperation[] | undefined,
  rules: readonly PatchRule[],
): void {
  for (const operation of operations ?? []) applyOne(target as Document, operation, rules);
}

function applyOne(target: Document, { op, path = '', value }: PatchOperation, rules: readonly PatchRule[]): void {
  const keys = path.split('/').slice(1).map(decodePointer);
  const rule = rules.find((candidate) => matches(candidate.path, keys));
  if (!rule) {
    const known = rules.map((candidate) => candidate.path).join(', ');
    throw badRequest(`Invalid patch path  '${path}' specified for op '${op}'. Must be one of: [${known}]`);
  }
  if (!(rule.ops as readonly (string | undefined)[]).includes(op)) {
    throw badRequest(`Invalid patch path  '${path}' specified for op '${op}'. Please choose supported operations`);
  }
  if (rule.refusedUnless) {
    if (op !== 'remove' && !rule.refusedUnless.includes(value ?? '')) throw notImplemented(`the patch of ${path}`);
    return;
  }
  if (op !== 'remove' && rule.as !== 'list' && value === undefined)
    throw badRequest(`Invalid patch value  'null' specified for op '${op}'. Must be a string`);
  const parent = parentOf(target, keys, op !== 'remove');
  if (!parent) return;
  const key = keys.at(-1)!;
  if (rule.as === 'list' || Array.isArray(parent)) changeList(parent as unknown as string[], op as Op, key, value);
  else if (op === 'remove') delete parent[key];
  else parent[key] = readValue(rule.as, path, value!);
}

/** `~1` is a slash, `~0` a tilde (RFC 6901). */
function decodePointer(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}

function matches(template: string, keys: readonly string[]): boolean {
  const parts = template.split('/').slice(1);
  return parts.length === keys.length && parts.every((part, index) => part === '*' || part === keys[index]);
}

/** What holds the last key; made when it is missing and `make` says so. */
function parentOf(target: Document, keys: readonly string[], make: boolean): Document | undefined {
  let parent = target;
  for (const key of keys.slice(0, -1)) {
    if (!Object.hasOwn(parent, key) || parent[key] === undefined) {
      if (!make) return undefined;
      parent[key] = {};
    }
    parent = parent[key] as Document;
  }
  return parent;
}

/** `add` appends the key, `replace` puts `value` in the place of the key (which may be an index). */
function changeList(list: string[], op: Op, key: string, value: string | undefined): void {
  const at = list.includes(key) ? list.indexOf(key) : /^\d+$/.test(key) && Number(key) < list.length ? Number(key) : -1;
  if (op === 'add') {
    if (!list.includes(key)) list.push(value === undefined || value === '' ? key : value);
  } else if (at < 0) throw badRequest(`Invalid patch path: ${key} is not in the list`);
  else if (op === 'remove') list.splice(at, 1);
  else list[at] = value ?? key;
}

function readValue(as: PatchRule['as'], path: string, value: string): unknown {
  if (as === undefined) return value;
  if (as === 'boolean') {
    if (/^(true|false)$/i.test(value)) return value.toLowerCase() === 'true';
  } else {
    const number = Number(value);
    if (value.trim() !== '' && (as === 'integer' ? Number.isSafeInteger(number) : Number.isFinite(number)))
      return number;
  }
  throw badRequest(`Invalid patch value '${value}' specified for path '${path}'`);
}
