import { validationError } from '../../errors.ts';

/** Names, and for each the names that have to come before it. */
export type Graph = ReadonlyMap<string, readonly string[]>;

/** @throws ValidationError naming every resource of the first cycle found, in the order of the template */
export function refuseCycles(graph: Graph): void {
  const rest = new Map(graph);
  for (let free = leaves(rest); free.length > 0; free = leaves(rest)) for (const name of free) rest.delete(name);
  // What only leads to a cycle is no part of it.
  for (let ends = unneeded(rest); ends.length > 0; ends = unneeded(rest)) for (const name of ends) rest.delete(name);
  if (rest.size > 0) throw validationError(`Circular dependency between resources: [${[...rest.keys()].join(', ')}]`);
}

/** The same names; for each those that need it. */
export function reversed(graph: Graph): Graph {
  const needed = new Map<string, string[]>([...graph.keys()].map((name) => [name, []]));
  for (const [name, before] of graph) for (const other of before) needed.get(other)?.push(name);
  return needed;
}

function leaves(graph: Graph): string[] {
  return [...graph].filter(([, before]) => !before.some((name) => graph.has(name))).map(([name]) => name);
}

function unneeded(graph: Graph): string[] {
  const needed = new Set([...graph.values()].flat());
  return [...graph.keys()].filter((name) => !needed.has(name));
}
