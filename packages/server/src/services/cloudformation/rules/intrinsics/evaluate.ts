import { templateError } from '../../errors.ts';
import { isList, isMap, type Value, type ValueMap } from '../values.ts';
import { INTRINSICS } from './index.ts';
import { NO_VALUE, type Evaluated, type Intrinsic, type Reference, type Scope } from './intrinsic.ts';

/** What `node` comes to, with every function in it carried out; entries that are AWS::NoValue are left out. */
export function evaluate(
  node: Value,
  scope: Scope,
  intrinsics: ReadonlyMap<string, Intrinsic> = INTRINSICS,
): Evaluated {
  const inner = (value: Value) => evaluate(value, scope, intrinsics);
  const call = intrinsicIn(node, intrinsics);
  if (call) {
    refuseExtension(call.intrinsic, scope.extended);
    return call.intrinsic.evaluate(call.argument, scope, inner);
  }
  if (isList(node)) return node.map(inner).filter((item) => item !== NO_VALUE);
  if (!isMap(node)) return node;
  const entries = Object.entries(node).map(([key, value]) => [key, inner(value)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== NO_VALUE)) as ValueMap;
}

/** As `evaluate`, for what must be a map: a resource's properties. */
export function evaluateMap(node: ValueMap, scope: Scope): ValueMap {
  const value = evaluate(node, scope);
  return isMap(value) ? value : {};
}

/** A map of one key that is a function's name is a call of it. */
export function intrinsicIn(
  node: Value,
  intrinsics: ReadonlyMap<string, Intrinsic> = INTRINSICS,
): { readonly intrinsic: Intrinsic; readonly argument: Value } | null {
  if (!isMap(node)) return null;
  const keys = Object.keys(node);
  const [key = ''] = keys;
  const intrinsic = keys.length === 1 ? intrinsics.get(key) : undefined;
  if (!intrinsic) {
    const unknown = keys.find((name) => name.startsWith('Fn::') && !name.startsWith('Fn::ForEach::'));
    if (unknown && !intrinsics.has(unknown)) throw templateError(`Encountered unsupported function: ${unknown}`);
    return null;
  }
  return { intrinsic, argument: node[key]! };
}

/** Every name that `node` refers to, also in branches that are not taken. */
export function referencesIn(node: Value, intrinsics: ReadonlyMap<string, Intrinsic> = INTRINSICS): Reference[] {
  const call = intrinsicIn(node, intrinsics);
  const own = call?.intrinsic.references?.(call.argument) ?? [];
  const nested = isList(node) ? node : isMap(node) ? Object.values(node) : [];
  return [...own, ...nested.flatMap((value) => referencesIn(value, intrinsics))];
}

/** The names that matter with `scope`'s conditions: of each Fn::If only the branch that is taken. */
export function referencesTaken(node: Value, scope: Pick<Scope, 'condition'>): Reference[] {
  const call = intrinsicIn(node);
  if (call?.intrinsic.name === 'Fn::If' && isList(call.argument) && typeof call.argument[0] === 'string') {
    const [condition, whenTrue, whenFalse] = call.argument as [string, Value, Value];
    return referencesTaken(scope.condition(condition) ? whenTrue : whenFalse, scope);
  }
  const own = call?.intrinsic.references?.(call.argument) ?? [];
  const nested = isList(node) ? node : isMap(node) ? Object.values(node) : [];
  return [...own, ...nested.flatMap((value) => referencesTaken(value, scope))];
}

function refuseExtension(intrinsic: Intrinsic, extended: boolean): void {
  if (intrinsic.extension && !extended) {
    throw templateError(
      `${intrinsic.name} needs the transform AWS::LanguageExtensions, which the template does not declare`,
    );
  }
}
