import { type MemberRef, memberOf, type Member, type ServiceModel, type Shape, shapeOf } from './model.ts';

/**
 * Compiles shapes to closures, each once. `compile` must not look up the shapes it refers to before its closure first
 * runs: that makes recursive shapes possible and leaves what is never used uncompiled.
 */
export type Compiled<T> = (ref: MemberRef) => T;

export function compileOnce<T>(
  model: ServiceModel,
  compile: (shape: Shape, member: Member, compiled: Compiled<T>) => T,
): Compiled<T> {
  const done = new Map<string, T>();
  const plain = new Map<string, T>();
  const compiled: Compiled<T> = (ref) => {
    // By its name alone, without a key to be made: what every request asks for.
    if (typeof ref === 'string') {
      const known = plain.get(ref);
      if (known !== undefined) return known;
    }
    const member = memberOf(ref);
    const key = keyOf(member);
    let result = done.get(key);
    if (result === undefined) {
      result = compile(shapeOf(model, member.shape), member, compiled);
      done.set(key, result);
    }
    if (typeof ref === 'string') plain.set(ref, result);
    return result;
  };
  return compiled;
}

/** What a closure depends on besides its shape. */
function keyOf({ shape, timestamp, flat, xmlName, attribute, xmlNamespace, in: place }: Member): string {
  return JSON.stringify([shape, timestamp, flat, xmlName, attribute, xmlNamespace, place]);
}

/** Runs `build` at the first call. */
export function lazily<T>(build: () => T): () => T {
  let value: { readonly built: T } | undefined;
  return () => (value ??= { built: build() }).built;
}
