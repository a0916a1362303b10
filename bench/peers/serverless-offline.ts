import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BODY_BACK, SILENT } from './aws-offers.ts';
import { npmPackages } from './install.ts';
import { invokeTarget, postTarget } from './payloads.ts';
import type { Peer } from './peer.ts';
import { freePort, Spawned } from './spawned.ts';
import { PEER_VERSIONS } from './versions.ts';

const { osls, 'serverless-offline': VERSION } = PEER_VERSIONS;
const STAGE = 'dev';

const CONFIGURATION = `service: bench
provider:
  name: aws
  runtime: nodejs24.x
  timeout: 30
plugins:
  - serverless-offline
functions:
  silent:
    handler: silent.handler
  body-back:
    handler: body-back.handler
    events:
      - http: POST /body
`;

/** The plugin asks for a package called `serverless`: that is osls under another name. */
const modules = () =>
  npmPackages(`serverless-offline-${VERSION}-osls-${osls}`, [
    `osls@${osls}`,
    `serverless@npm:osls@${osls}`,
    `serverless-offline@${VERSION}`,
  ]);

export const serverlessOffline: Peer = {
  name: 'serverless-offline',
  about: `serverless-offline ${VERSION} on osls ${osls}: functions in threads of its own process`,
  install: async () => void (await modules()),
  start: async () => {
    const app = await makeApp(await modules());
    const lambdaPort = await freePort();
    const spawned = await Spawned.start({
      cwd: app,
      args: ({ port }) => {
        const ports = ['--httpPort', String(port), '--lambdaPort', String(lambdaPort)];
        return [join(app, 'node_modules/osls/bin/serverless.js'), 'offline', 'start', '--host', '127.0.0.1', ...ports];
      },
      env: () => ({ SLS_TELEMETRY_DISABLED: '1', SLS_NOTIFICATIONS_MODE: 'off' }),
      probePath: '/',
    }).catch(async (error: unknown) => {
      await rm(app, { recursive: true, force: true });
      throw error;
    });
    const { pid, endpoint, startMs } = spawned;
    return {
      pid,
      endpoint,
      startMs,
      offers: {
        invoke: async () => invokeTarget(`http://127.0.0.1:${lambdaPort}`, `bench-${STAGE}-silent`),
        http: async () => postTarget(endpoint, `/${STAGE}/body`),
      },
      stop: async () => {
        await spawned.stop();
        await rm(app, { recursive: true, force: true });
      },
    };
  },
};

async function makeApp(nodeModules: string): Promise<string> {
  const app = await mkdtemp(join(tmpdir(), 'hearth-bench-app-'));
  await symlink(nodeModules, join(app, 'node_modules'));
  await writeFile(join(app, 'serverless.yml'), CONFIGURATION);
  await writeFile(join(app, 'silent.js'), SILENT);
  await writeFile(join(app, 'body-back.js'), BODY_BACK);
  return app;
}
