import { cp, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { build } from 'esbuild';

const RUNTIME_SOURCES = resolve(import.meta.dirname, '../packages/runtime');
const DEFAULT_OUTPUT = resolve(import.meta.dirname, '../packages/server/dist/runtime');

/** Builds what runs inside environments: `node/runtime.cjs`, `node/hook.cjs` and `python/`, for Node 18 and newer. */
export async function buildRuntime(outDir: string): Promise<void> {
  const nodeSources = join(RUNTIME_SOURCES, 'node/src');
  await build({
    entryPoints: {
      runtime: join(nodeSources, 'main.ts'),
      rehearsal: join(nodeSources, 'rehearsal.ts'),
      hook: join(nodeSources, 'hook/hook.ts'),
    },
    outdir: join(outDir, 'node'),
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node18',
    // The runtime imports the function's ES modules: kept as a real `import()`.
    supported: { 'dynamic-import': true },
    legalComments: 'none',
    logLevel: 'warning',
  });
  await mkdir(join(outDir, 'python'), { recursive: true });
  await cp(join(RUNTIME_SOURCES, 'python/hearth_runtime'), join(outDir, 'python/hearth_runtime'), {
    recursive: true,
    filter: (path) => !path.includes('__pycache__'),
  });
}

if (import.meta.main) await buildRuntime(DEFAULT_OUTPUT);
