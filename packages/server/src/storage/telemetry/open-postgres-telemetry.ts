import { openPostgresStorage, type PostgresStorageOptions } from '../postgres/open-postgres-storage.ts';
import type { Telemetry } from '../storage.ts';
import type { BatchLimits } from './batch-queue.ts';
import { BatchTelemetry } from './batch-telemetry.ts';
import { writeGroups } from './postgres-writer.ts';

export interface PostgresTelemetryOptions extends PostgresStorageOptions {
  readonly limits?: BatchLimits | undefined;
}

/** Batches go to the same database as the state, over connections of their own. */
export async function openPostgresTelemetry(options: PostgresTelemetryOptions): Promise<Telemetry> {
  const storage = await openPostgresStorage(options);
  const { logger, limits } = options;
  return new BatchTelemetry({
    storage,
    writeBatch: (groups) => writeGroups(storage, groups),
    stopWriting: async () => {},
    logger,
    limits,
  });
}
