/** `npm run build`: one bundle of the platform with a lazy chunk per service, and what runs beside it. */
import { copyFileSync, existsSync, globSync, mkdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { build, type BuildOptions } from 'esbuild';
import { buildRuntime } from './build-runtime.ts';

const SERVER = 'packages/server';
const DIST = join(SERVER, 'dist');

/** Bundled CommonJS dependencies (pg, yauzl) call `require`. */
const REQUIRE_BANNER =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

const shared: BuildOptions = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  outdir: DIST,
  banner: { js: REQUIRE_BANNER },
  define: { HEARTH_BUNDLED: 'true' },
  external: ['pg-native'],
  legalComments: 'none',
  logLevel: 'warning',
};

for (const chunk of globSync(join(DIST, '*.js'))) rmSync(chunk);
await Promise.all([
  build({
    ...shared,
    splitting: true,
    entryPoints: {
      main: join(SERVER, 'src/main.ts'),
      'telemetry-worker': join(SERVER, 'src/storage/telemetry/telemetry-worker.ts'),
    },
    // Beside main.js: modules find models, runtimes and workers beside the file they are in.
    chunkNames: '[name]-[hash]',
  }),
  build({ ...shared, target: 'node18', entryPoints: { installer: join(SERVER, 'src/engine/runtimes/node-installer.ts') } }),
  buildRuntime(join(DIST, 'runtime')),
]);

for (const model of globSync(join(SERVER, 'src/services/*/model.json'))) {
  copyInto(model, join(DIST, 'models', `${basename(dirname(model))}.json`));
}
if (!existsSync(join(DIST, 'main.js'))) throw new Error('the build made no main.js');

function copyInto(source: string, target: string): void {
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(source, target);
}
