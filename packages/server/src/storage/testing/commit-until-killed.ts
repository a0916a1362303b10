/** Commits units and durable telemetry rows with 16 clients, printing each id once it is acknowledged, until it is killed. */
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { silentLogger } from '../../kernel/logger.ts';
import { openStorage } from '../open-storage.ts';

type Tables = { rows: { id: string } };

const directory = process.argv[2]!;
const { storage, telemetry } = await openStorage({
  stateFile: join(directory, 'state.db'),
  telemetryFile: join(directory, 'telemetry.db'),
  durability: 'process',
  logger: silentLogger,
});
const migration = {
  name: '1',
  up: (tx: Parameters<Parameters<typeof storage.write>[0]>[0]) =>
    tx.schema.createTable('rows').addColumn('id', 'text').execute(),
};
await storage.migrate('rows', [migration]);
await telemetry.migrate('rows', [migration]);

const client = async (number: number) => {
  for (let round = 0; ; round++) {
    const id = `${number}-${round}`;
    await storage.write<Tables, void>(async (tx) => void (await tx.insertInto('rows').values({ id }).execute()));
    writeSync(1, `state ${id}\n`);
    if (round % 4 > 0) continue;
    await telemetry.appendDurably('rows', [{ id }]);
    writeSync(1, `telemetry ${id}\n`);
  }
};
await Promise.all(Array.from({ length: 16 }, (_, number) => client(number)));
