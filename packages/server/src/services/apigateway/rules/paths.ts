import { badRequest, conflict } from '../errors.ts';
import type { ApiDocument, ResourceNode } from './api.ts';

const LITERAL = /^[a-zA-Z0-9._\-:$~!*'(),;=@&+%]+$/;
const VARIABLE = /^\{[a-zA-Z0-9._\-:]+\+?\}$/;

export function isVariable(pathPart: string | undefined): boolean {
  return pathPart !== undefined && pathPart.startsWith('{') && pathPart.endsWith('}');
}

export function isGreedy(pathPart: string | undefined): boolean {
  return isVariable(pathPart) && pathPart!.endsWith('+}');
}

/** Throws unless a child called `pathPart` may stand under `parent`. `self`: the resource that is being moved or renamed. */
export function checkChild(api: ApiDocument, parent: ResourceNode, pathPart: string, self?: string): void {
  if (!LITERAL.test(pathPart) && !VARIABLE.test(pathPart)) {
    throw badRequest(
      "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end.",
    );
  }
  if (isGreedy(parent.pathPart)) {
    throw badRequest(`Cannot create a child of a resource with a greedy path variable: ${parent.pathPart}`);
  }
  const siblings = childrenOf(api, parent.id).filter(({ id }) => id !== self);
  if (siblings.some((sibling) => sibling.pathPart === pathPart)) {
    throw conflict(`Another resource with the same parent already has this name: ${pathPart}`);
  }
  const variable = isVariable(pathPart) && siblings.find((sibling) => isVariable(sibling.pathPart));
  if (variable) {
    throw badRequest(
      `A sibling (${variable.pathPart}) of this resource already has a variable path part -- only one is allowed`,
    );
  }
}

export function childrenOf(api: ApiDocument, parentId: string): ResourceNode[] {
  return Object.values(api.resources).filter((resource) => resource.parentId === parentId);
}

export function joinPath(parent: ResourceNode, pathPart: string): string {
  return parent.parentId === undefined ? `/${pathPart}` : `${parent.path}/${pathPart}`;
}

/** Removes a resource and all below it. */
export function removeResource(api: ApiDocument, resourceId: string): void {
  for (const child of childrenOf(api, resourceId)) removeResource(api, child.id);
  delete api.resources[resourceId];
}

/** Gives everything below `resource` the path that its parents now have. */
export function renewPaths(api: ApiDocument, resource: ResourceNode): void {
  const parent = resource.parentId === undefined ? undefined : api.resources[resource.parentId];
  if (parent) resource.path = joinPath(parent, resource.pathPart!);
  for (const child of childrenOf(api, resource.id)) renewPaths(api, child);
}
