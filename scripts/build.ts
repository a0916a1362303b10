/** `npm run build`: one bundle of the platform with a lazy chunk per service, and what runs beside it. */
import { copyFileSync, existsSync, globSync, mkdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { build, type BuildOptions, type Plugin } from 'esbuild';
import { buildRuntime } from './build-runtime.ts';

const SERVER = 'packages/server';
const DIST = join(SERVER, 'dist');

/** Bundled CommonJS dependencies (pg, yauzl) call `require`. */
const REQUIRE_BANNER =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

/**
 * `import 'node:http'` reads all that the module exports, and its `WebSocket` loads the whole of undici: 20 of 150 ms of
 * a start (Node 24). Taken from `process.getBuiltinModule`, only what is named is read.
 */
const httpWithoutUndici: Plugin = {
  name: 'http-without-undici',
  setup(bundle) {
    bundle.onResolve({ filter: /^node:http$/ }, () => ({ path: 'http', namespace: 'builtin' }));
    bundle.onLoad({ filter: /.*/, namespace: 'builtin' }, () => ({
      contents: `const http = process.getBuiltinModule('node:http');
        export default http;
        export const { Agent, createServer, get, IncomingMessage, METHODS, request, Server, ServerResponse, STATUS_CODES } = http;`,
    }));
  },
};

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
    plugins: [httpWithoutUndici],
    entryPoints: {
      main: join(SERVER, 'src/main.ts'),
      'telemetry-worker': join(SERVER, 'src/storage/telemetry/telemetry-worker.ts'),
      'user-programs-worker': join(SERVER, 'src/gateway/execute-api/user-programs/user-programs-worker.ts'),
    },
    // Beside main.js: modules find models, runtimes and workers beside the file they are in.
    chunkNames: '[name]-[hash]',
  }),
  build({
    ...shared,
    target: 'node18',
    entryPoints: { installer: join(SERVER, 'src/engine/runtimes/node-installer.ts') },
  }),
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
