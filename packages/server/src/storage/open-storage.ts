import { PlatformError } from '../kernel/errors.ts';
import type { Logger } from '../kernel/logger.ts';
import type { Durability } from './sqlite/connection.ts';
import { openSqliteStorage } from './sqlite/open-sqlite-storage.ts';
import type { Storage, Telemetry } from './storage.ts';
import { openSqliteTelemetry } from './telemetry/open-sqlite-telemetry.ts';

export interface OpenStorageOptions {
  /** `postgres://…`; without it the embedded SQLite files are used. */
  readonly databaseUrl?: string | undefined;
  readonly stateFile: string;
  readonly telemetryFile: string;
  readonly durability: Durability;
  readonly logger: Logger;
}

export interface OpenedStorage {
  readonly storage: Storage;
  readonly telemetry: Telemetry;
}

/** Opens state and telemetry on the engine that the options name. Throws a PlatformError when it cannot be had. */
export async function openStorage(options: OpenStorageOptions): Promise<OpenedStorage> {
  const { databaseUrl: url, stateFile, telemetryFile, durability, logger } = options;
  if (url) {
    refuseOtherDatabases(url);
    // Loaded only where it is used: `pg` costs 30 ms.
    const { openPostgresStorage } = await import('./postgres/open-postgres-storage.ts');
    const { openPostgresTelemetry } = await import('./telemetry/open-postgres-telemetry.ts');
    return {
      storage: await openPostgresStorage({ url, logger }),
      telemetry: await openPostgresTelemetry({ url, logger }),
    };
  }
  const storage = openSqliteStorage({ file: stateFile, durability, logger });
  return { storage, telemetry: openSqliteTelemetry({ file: telemetryFile, durability, logger }) };
}

/** `pg` takes any URL, and anything else for a file or a database's name. */
function refuseOtherDatabases(url: string): void {
  if (/^postgres(ql)?:\/\//.test(url)) return;
  throw new PlatformError(
    'The --database URL does not name a PostgreSQL database.',
    'Write it as postgres://user:password@host:port/database, or leave it out for the embedded database.',
  );
}
