import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Kysely } from 'kysely';
import { silentLogger } from '../kernel/logger.ts';
import { openStorage } from './open-storage.ts';

type Tables = { rows: { id: string } };

const idsOf = async (db: Kysely<Tables>) =>
  new Set((await db.selectFrom('rows').select('id').execute()).map(({ id }) => id));

test('what was acknowledged before kill -9 is there after it', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'hearth-test-'));
  t.after(() => rmSync(directory, { recursive: true }));
  const acknowledged = await runAndKill(directory, 500 + Math.floor(Math.random() * 2_000));
  const { storage, telemetry } = await openStorage({
    stateFile: join(directory, 'state.db'),
    telemetryFile: join(directory, 'telemetry.db'),
    durability: 'process',
    logger: silentLogger,
  });
  const kept = { state: await storage.read(idsOf), telemetry: await telemetry.read(idsOf) };
  await telemetry.close();
  await storage.close();
  const lost = acknowledged.filter(({ where, id }) => !kept[where].has(id));
  assert.deepEqual(lost, []);
  assert.ok(acknowledged.some(({ where }) => where === 'telemetry'));
});

interface Acknowledged {
  readonly where: 'state' | 'telemetry';
  readonly id: string;
}

/** Kills the child once it has acknowledged `count`; returns all that it acknowledged. */
async function runAndKill(directory: string, count: number): Promise<Acknowledged[]> {
  const script = fileURLToPath(new URL('./testing/commit-until-killed.ts', import.meta.url));
  const child = spawn(process.execPath, [script, directory], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const acknowledged: Acknowledged[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const [where, id] = line.split(' ') as [Acknowledged['where'], string];
    acknowledged.push({ where, id });
    if (acknowledged.length === count) child.kill('SIGKILL');
  }
  await exited;
  return acknowledged;
}
