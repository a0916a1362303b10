import { openSqliteStorage, type SqliteStorageOptions } from '../sqlite/open-sqlite-storage.ts';
import type { Telemetry } from '../storage.ts';
import type { BatchLimits } from './batch-queue.ts';
import { BatchTelemetry } from './batch-telemetry.ts';
import { WorkerWriter } from './worker-writer.ts';

export interface SqliteTelemetryOptions extends SqliteStorageOptions {
  readonly limits?: BatchLimits;
}

/** Opens or creates the telemetry's own database file; its worker thread starts with the first row. */
export function openSqliteTelemetry(options: SqliteTelemetryOptions): Telemetry {
  const { file, durability, logger, limits } = options;
  const storage = openSqliteStorage(options);
  const writer = new WorkerWriter({ file, durability }, logger);
  return new BatchTelemetry({
    storage,
    writeBatch: (groups) => writer.write(groups),
    stopWriting: () => writer.stop(),
    logger,
    limits,
  });
}
