import type { MethodNode, ResourceNode } from '../../services/apigateway/rules/api.ts';

export interface Route {
  readonly resource: ResourceNode;
  readonly method: MethodNode;
  /** As they stand in the path, not decoded. */
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** One level of an API's paths. */
interface Level {
  readonly literals: Map<string, Level>;
  variable?: { readonly name: string; readonly level: Level };
  greedy?: { readonly name: string; readonly resource: ResourceNode };
  resource?: ResourceNode;
}

/** Finds the resource and method of a request. Segment by segment: literal, then `{variable}`, then `{greedy+}`. */
export class Router {
  readonly #root: Level = { literals: new Map() };

  constructor(resources: readonly ResourceNode[]) {
    for (const resource of resources) if (Object.keys(resource.methods).length > 0) this.#add(resource);
  }

  /** `path` is percent-encoded and begins with a slash. Null: no such resource, or it has no such method. */
  match(httpMethod: string, path: string): Route | null {
    const segments = path.split('/').filter((segment) => segment !== '');
    const parameters: [string, string][] = [];
    const resource = find(this.#root, segments, 0, parameters);
    const method = resource && (own(resource.methods, httpMethod) ?? own(resource.methods, 'ANY'));
    return method ? { resource, method, pathParameters: Object.fromEntries(parameters) } : null;
  }

  #add(resource: ResourceNode): void {
    let level = this.#root;
    for (const part of resource.path.split('/').filter((segment) => segment !== '')) {
      const name = /^\{(.+)\}$/.exec(part)?.[1];
      if (name?.endsWith('+')) {
        level.greedy = { name: name.slice(0, -1), resource };
        return;
      }
      if (name !== undefined) level = (level.variable ??= { name, level: { literals: new Map() } }).level;
      else level = child(level, part);
    }
    level.resource = resource;
  }
}

function child(level: Level, literal: string): Level {
  const next = level.literals.get(literal) ?? { literals: new Map<string, Level>() };
  level.literals.set(literal, next);
  return next;
}

function find(
  level: Level,
  segments: readonly string[],
  at: number,
  parameters: [string, string][],
): ResourceNode | undefined {
  if (at === segments.length) return level.resource;
  const segment = segments[at]!;
  const literal = level.literals.get(segment) ?? level.literals.get(decoded(segment));
  const exact = literal && find(literal, segments, at + 1, parameters);
  if (exact) return exact;
  if (level.variable) {
    const { name, level: next } = level.variable;
    parameters.push([name, segment]);
    const found = find(next, segments, at + 1, parameters);
    if (found) return found;
    parameters.pop();
  }
  if (!level.greedy) return undefined;
  parameters.push([level.greedy.name, segments.slice(at).join('/')]);
  return level.greedy.resource;
}

function decoded(segment: string): string {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
