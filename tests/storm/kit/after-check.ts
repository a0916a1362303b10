import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Clients } from './clients.ts';
import { eventually } from './eventually.ts';
import { nodeFunction } from './function-code.ts';
import type { Hearth } from './hearth.ts';
import type { Load } from './load.ts';
import { processesOf } from './processes.ts';
import type { Tally } from './storm.ts';

export const PROBE = 'storm-probe';
const ENDS_WITHIN_MS = 10_000;

/** The function that every after-check invokes. */
export async function prepareProbe({ lambda }: Clients): Promise<void> {
  await lambda.createFunction(nodeFunction(PROBE, 'exports.handler = async ({ number }) => number + 1;'));
  await eventually(async () => (await lambda.getFunctionConfiguration({ FunctionName: PROBE })).State === 'Active');
}

/** What has to hold after any fault, on a running platform. */
export async function afterCheck(hearth: Hearth, loads: readonly Load[], tally: Tally): Promise<void> {
  await checkAnswers(hearth, loads, tally);
  if (existsSync(join(hearth.data, 'state.db'))) await checkBlobs(hearth.data, tally);
}

/** The same, where a blob whose unit was never committed may stay for its ten minutes or until the next start. */
export async function checkAnswers(hearth: Hearth, loads: readonly Load[], tally: Tally): Promise<void> {
  const health = await fetch(`${hearth.endpoint}/_hearth/health`);
  if (!health.ok) tally.find(`health answers ${health.status}: ${await health.text()}`);
  await invokeProbe(hearth.clients, tally);
  for (const load of loads) {
    const wrong = await load.check(hearth.clients);
    tally.lost += wrong.length;
    tally.find(...wrong.map((finding) => `${load.name}: ${finding}`));
  }
}

export async function invokeProbe({ lambda }: Clients, tally: Tally): Promise<void> {
  const number = Math.floor(Math.random() * 1e6);
  const { Payload, FunctionError } = await lambda.invoke({ FunctionName: PROBE, Payload: JSON.stringify({ number }) });
  const answer = Payload?.transformToString();
  if (FunctionError || answer !== String(number + 1)) tally.find(`the next invocation answered ${answer}`);
}

/** After a stop, and shortly after a kill. */
export async function checkNothingRuns(data: string, tally: Tally): Promise<void> {
  if (await eventually(() => processesOf(data).length === 0, ENDS_WITHIN_MS)) return;
  const commands = processesOf(data).map((pid) => `${pid} ${readFileSync(`/proc/${pid}/cmdline`, 'utf8')}`);
  tally.find(`processes are left: ${commands.join('; ').replaceAll('\0', ' ')}`);
}

/** Files and references agree: nothing half written, nothing stray, nothing missing. Removals follow their commits, so they are waited for. */
async function checkBlobs(data: string, tally: Tally): Promise<void> {
  let difference: string[] = [];
  await eventually(() => {
    difference = blobDifference(data);
    return difference.length === 0;
  });
  tally.find(...difference);
}

function blobDifference(data: string): string[] {
  const directory = join(data, 'blobs');
  const database = new DatabaseSync(join(data, 'state.db'), { readOnly: true, timeout: 5_000 });
  const rows = database.prepare('select sha256, count from blob_references').all();
  database.close();
  const referred = new Set(rows.filter(({ count }) => Number(count) > 0).map(({ sha256 }) => String(sha256)));
  const wrong: string[] = [];
  for (const prefix of readdirSync(directory)) {
    for (const name of readdirSync(join(directory, prefix))) {
      if (prefix === 'incoming') wrong.push(`a temporary blob is left: ${name}`);
      else if (!referred.delete(prefix + name)) wrong.push(`nothing refers to the blob ${prefix}${name}`);
      else if (digestOf(join(directory, prefix, name)) !== prefix + name)
        wrong.push(`blob ${prefix}${name} is not whole`);
    }
  }
  return [...wrong, ...[...referred].map((sha256) => `blob ${sha256} is referred to and missing`)];
}

function digestOf(path: string): string | null {
  return existsSync(path) ? createHash('sha256').update(readFileSync(path)).digest('hex') : null;
}
