import { existsSync, readdirSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { basename, delimiter, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

interface ResolveContext {
  readonly parentURL?: string;
}
type Resolve<Result> = (specifier: string, context: ResolveContext) => Result;

interface ModuleHooks {
  /** Node 22.15 and newer: in this thread. */
  registerHooks?: (hooks: {
    resolve(specifier: string, context: ResolveContext, nextResolve: Resolve<unknown>): unknown;
  }) => void;
  /** Node 18.19 and newer: in a thread of its own, so its code travels as a URL. */
  register?: (url: string, options: { data: unknown }) => void;
}

/**
 * Lambda's runtimes from Node 18 on find packages of NODE_PATH (layers, the SDK) from ES modules, too; upstream does
 * not. Costs nothing when no directory of NODE_PATH holds packages.
 */
export function resolveNodePathFromEsModules(nodePath: string): void {
  const parents = nodePath
    .split(delimiter)
    .filter((path) => basename(path) === 'node_modules' && existsSync(path) && readdirSync(path).length > 0)
    .map((path) => pathToFileURL(join(dirname(path), 'index.mjs')).href);
  if (parents.length === 0) return;
  const { registerHooks, register } = nodeModule as ModuleHooks;
  if (registerHooks) {
    registerHooks({ resolve: (specifier, context, next) => resolveFrom(parents, specifier, context, next) });
  } else {
    register?.(`data:text/javascript,${encodeURIComponent(THREAD_HOOK)}`, { data: parents });
  }
}

function resolveFrom<T>(parents: readonly string[], specifier: string, context: ResolveContext, next: Resolve<T>): T {
  try {
    return next(specifier, context);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND' || /^(\.|\/|\w+:)/.test(specifier))
      throw error;
    for (const parentURL of parents) {
      try {
        return next(specifier, { ...context, parentURL });
      } catch {
        // Not there: the next directory of NODE_PATH.
      }
    }
    throw error;
  }
}

const THREAD_HOOK = `
let parents = [];
export function initialize(data) { parents = data; }
export async function resolve(specifier, context, next) {
  try {
    return await next(specifier, context);
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND' || /^(\\.|\\/|\\w+:)/.test(specifier)) throw error;
    for (const parentURL of parents) {
      try {
        return await next(specifier, { ...context, parentURL });
      } catch {}
    }
    throw error;
  }
}
`;
