import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jsonLogger } from '../../kernel/logger.ts';
import { openSqliteTelemetry } from '../../storage/telemetry/open-sqlite-telemetry.ts';
import { blockReaderContract } from './block-reader.contract.ts';

blockReaderContract('SQLite', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'hearth-blocks-'));
  const file = join(directory, 'telemetry.db');
  const telemetry = openSqliteTelemetry({ file, durability: 'process', logger: jsonLogger('warn') });
  t.after(async () => {
    await telemetry.close();
    rmSync(directory, { recursive: true });
  });
  return telemetry;
});
