/**
 * `npm run bench`: Hearth's numbers beside a bare Node relay's and a bare Node start's, in one run, as ratios.
 * Absolute times depend on the machine; SPECIFICATION.md says which ratio is promised.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { BIN, Hearth, INVOKE_HEADERS } from './hearth.ts';
import { load, percentile, post } from './load.ts';

const SILENT = 'exports.handler = async (event) => event;';
const BODY = '{"hello":"world"}';
const COLD_STARTS = 15;
const ROUND_SECONDS = 4;

const rows: [string, string][] = [];
const report = (name: string, value: string) => {
  rows.push([name, value]);
  console.log(`  ${name.padEnd(58)} ${value}`);
};
const ms = (value: number) => `${value.toFixed(2)} ms`;

console.log('\nStart\n');
const starts = [];
for (let round = 0; round < 5; round += 1) starts.push(await startToFirstAnswer());
report('process start to first answered request, p50', ms(percentile(starts, 0.5)));

const hearth = await Hearth.start();
await settle(hearth);
report('idle memory of the platform process', `${hearth.memoryMb().toFixed(0)} MB`);

console.log('\nCold starts (nodejs24.x, silent function)\n');
const bareNode = Array.from({ length: COLD_STARTS }, () => timed(() => spawnSync(process.execPath, ['-e', '0'])));
report('bare `node -e 0`, p50', ms(percentile(bareNode, 0.5)));
await hearth.create('silent', SILENT);
report('cold invoke from a spare, p50', ms(percentile(await coldStarts(hearth), 0.5)));
const withoutSpares = await Hearth.start('--spares', '0');
await withoutSpares.create('silent', SILENT);
const cold = percentile(await coldStarts(withoutSpares), 0.5);
report('cold invoke without spares, p50', `${ms(cold)}, ${(cold / percentile(bareNode, 0.5)).toFixed(2)} x bare node`);
await withoutSpares.stop();

await hearth.create('second', 'exports.handler = () => new Promise((done) => setTimeout(done, 1000));');
const parallelAt = performance.now();
await Promise.all(
  Array.from({ length: 10 }, () => post(hearth.invokeUrl('second'), { method: 'POST', headers: INVOKE_HEADERS }, BODY)),
);
report(
  '10 parallel first invocations of a one-second function',
  `${((performance.now() - parallelAt) / 1000).toFixed(2)} s`,
);

console.log('\nWarm invokes beside a bare Node relay to 8 children\n');
const relay = await startRelay(8);
for (const clients of [1, 16, 64]) {
  const options = { headers: INVOKE_HEADERS, body: BODY, clients, seconds: ROUND_SECONDS };
  await load({ ...options, url: hearth.invokeUrl('silent'), seconds: 1 });
  await load({ ...options, url: relay.url, seconds: 1 });
  const peer = await load({ ...options, url: relay.url });
  const ours = await load({ ...options, url: hearth.invokeUrl('silent') });
  report(
    `${clients} client(s): Hearth`,
    `${ours.perSecond.toFixed(0)}/s, p50 ${ms(ours.p50Ms)}, p99 ${ms(ours.p99Ms)}`,
  );
  report(`${clients} client(s): relay`, `${peer.perSecond.toFixed(0)}/s, p50 ${ms(peer.p50Ms)}, p99 ${ms(peer.p99Ms)}`);
  report(`${clients} client(s): throughput ratio`, `${(ours.perSecond / peer.perSecond).toFixed(2)} x the relay`);
}
relay.stop();
await hearth.stop();

console.log(`\n| what | measured |\n|---|---|\n${rows.map(([name, value]) => `| ${name} | ${value} |`).join('\n')}`);

async function startToFirstAnswer(): Promise<number> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [BIN, 'start', '--port', '0', '--ephemeral', '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const line = await new Promise<string>((resolve) => createInterface({ input: child.stdout }).once('line', resolve));
  await fetch(`${(JSON.parse(line) as { endpoint: string }).endpoint}/_hearth/health`);
  const elapsed = performance.now() - startedAt;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await exited;
  return elapsed;
}

async function coldStarts(platform: Hearth): Promise<number[]> {
  const times: number[] = [];
  for (let revision = 0; revision < COLD_STARTS; revision += 1) {
    await platform.revise('silent', revision);
    await settle(platform);
    const sentAt = performance.now();
    await post(platform.invokeUrl('silent'), { method: 'POST', headers: INVOKE_HEADERS }, BODY);
    times.push(performance.now() - sentAt);
  }
  return times;
}

/** Gives spares the time to boot, so that what is measured is the invocation. */
async function settle(platform: Hearth): Promise<void> {
  await fetch(`${platform.endpoint}/_hearth/health`);
  await new Promise((resolve) => setTimeout(resolve, 400));
}

async function startRelay(children: number): Promise<{ readonly url: string; stop(): void }> {
  const child = spawn(process.execPath, ['bench/peers/relay.ts', String(children)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await new Promise<string>((resolve) => createInterface({ input: child.stdout }).once('line', resolve));
  return { url: `http://127.0.0.1:${port}/`, stop: () => child.kill() };
}

function timed(work: () => unknown): number {
  const startedAt = performance.now();
  work();
  return performance.now() - startedAt;
}
