import { execFile } from 'node:child_process';
import { appendFile, cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { deployTool } from '../../packages/server/src/cli/deploy/deploy-tool.ts';
import { toolEnvironment } from '../../packages/server/src/cli/deploy/tool-environment.ts';
import { installed, interleaved, type Member } from '../cast.ts';
import { rowsOf } from '../measurement.ts';
import { BIN } from '../peers/hearth.ts';
import { CREDENTIALS, REGION } from '../peers/payloads.ts';
import type { Peer } from '../peers/peer.ts';
import type { Section } from '../section.ts';

const HELLO = join(import.meta.dirname, '../../examples/hello');
const DEPLOY_WITHIN_MS = 180_000;
const run = promisify(execFile);

type Deploys = Readonly<Record<'first' | 'again', number>>;
/** Runs the tool in a directory against an endpoint. */
type Deploy = (directory: string, endpoint: string) => Promise<void>;

export const deploy: Section = {
  name: 'deploy',
  title: 'Deploying the hello app',
  about:
    '`hearth deploy examples/hello` on a fresh platform, and again with one line changed; ministack by the same osls. ' +
    'The tool alone: `osls package`, what reading serverless.yml and zipping take before anything is deployed.',
  run: async ({ progress, settings }) => {
    const peers = await installed(progress, ['Hearth', 'ministack']);
    const members: Member<() => Promise<Deploys>>[] = [
      ...peers.map((member) => ('is' in member ? { name: member.name, is: deploysOf(member.is) } : member)),
      { name: 'tool alone', is: packages },
    ];
    progress.now('deploy: once unmeasured, so that the tool and the runtime are installed');
    await interleaved({ progress, title: 'deploy, unmeasured', rounds: 1 }, members, (measure) => measure());
    const rounds = { progress, title: 'deploy', rounds: settings.deploys };
    return rowsOf(
      [
        { key: 'first', id: 'deploy-first', what: 'first deployment', unit: 's' },
        { key: 'again', id: 'deploy-again', what: 'second deployment, one line changed', unit: 's' },
      ],
      await interleaved(rounds, members, (measure) => measure()),
    );
  },
};

function deploysOf(peer: Peer): () => Promise<Deploys> {
  const deployWith = peer.name === 'Hearth' ? hearthDeploy : toolDeploy;
  return () =>
    withHello(async (directory) => {
      const running = await peer.start();
      try {
        const first = await seconds(() => deployWith(directory, running.endpoint));
        await appendFile(join(directory, 'hello-world.js'), '\n// changed\n');
        return { first, again: await seconds(() => deployWith(directory, running.endpoint)) };
      } finally {
        await running.stop();
      }
    });
}

const hearthDeploy: Deploy = async (directory, endpoint) => {
  const env = { ...process.env, AWS_ENDPOINT_URL: endpoint };
  await run(process.execPath, [BIN, 'deploy', directory, '--json'], { env, timeout: DEPLOY_WITHIN_MS });
};

const toolDeploy: Deploy = (directory, endpoint) => runTool(directory, endpoint, 'deploy');

/** The endpoint is never called. */
async function packages(): Promise<Deploys> {
  const elapsed = await withHello((directory) => seconds(() => runTool(directory, 'http://127.0.0.1:1', 'package')));
  return { first: elapsed, again: elapsed };
}

async function runTool(directory: string, endpoint: string, verb: string): Promise<void> {
  const tool = await deployTool(directory, () => {});
  const env = toolEnvironment(process.env, { endpoint, region: REGION, ...CREDENTIALS }, '', verb);
  await run(tool.file, [...tool.args, verb], { cwd: directory, env, timeout: DEPLOY_WITHIN_MS });
}

async function withHello<T>(work: (directory: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'hearth-bench-hello-'));
  try {
    await cp(HELLO, directory, { recursive: true });
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1000;
}
