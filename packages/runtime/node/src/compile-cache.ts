import * as nodeModule from 'node:module';

import { useCachedData } from './cached-data.ts';

export interface CompileCache {
  /** After an invocation: keeps what V8 has compiled so far. The first call does it, later ones do nothing. */
  readonly save: () => void;
}

interface ModuleWithCompileCache {
  enableCompileCache?: (directory: string) => unknown;
  flushCompileCache?: () => void;
}

/** Node's own cache from 22 on, `cachedData` in our loader before. Saved explicitly: environments end by SIGKILL. */
export function useCompileCache(directory: string | undefined): CompileCache {
  if (!directory) return { save: () => {} };
  const { enableCompileCache, flushCompileCache } = nodeModule as ModuleWithCompileCache;
  const builtIn = enableCompileCache && flushCompileCache;
  if (builtIn) enableCompileCache(directory);
  return { save: once(builtIn ? flushCompileCache : useCachedData(directory)) };
}

/** Runs after the answer has left. */
function once(save: () => void): () => void {
  let saved = false;
  return () => {
    if (saved) return;
    saved = true;
    setImmediate(save).unref();
  };
}
