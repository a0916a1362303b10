import type { ServiceName } from '../../services/service.ts';
import type { ServiceRow, ServiceTable } from './service-table.ts';

/** The service table turned around: from what a request shows to the service's name. */
export interface ServiceIndex {
  readonly bySigningName: ReadonlyMap<string, ServiceName>;
  readonly byTargetPrefix: ReadonlyMap<string, ServiceName>;
  readonly byQueryVersion: ReadonlyMap<string, ServiceName>;
  readonly byHostPrefix: ReadonlyMap<string, ServiceName>;
  readonly byPath: readonly (readonly [RegExp, ServiceName])[];
}

/** Throws when two services claim the same name: recognition must not depend on the order of rows. */
export function indexServices(table: Partial<ServiceTable>): ServiceIndex {
  const rows = Object.entries(table) as [ServiceName, ServiceRow][];
  return {
    bySigningName: indexBy(rows, (row) => row.signingNames),
    byTargetPrefix: indexBy(rows, (row) => row.targetPrefixes),
    byQueryVersion: indexBy(rows, (row) => row.queryVersions),
    byHostPrefix: indexBy(rows, (row) => row.hostPrefixes),
    byPath: rows.flatMap(([name, row]) => (row.path ? [[row.path, name] as const] : [])),
  };
}

function indexBy(
  rows: readonly [ServiceName, ServiceRow][],
  keys: (row: ServiceRow) => readonly string[],
): ReadonlyMap<string, ServiceName> {
  const index = new Map<string, ServiceName>();
  for (const [name, row] of rows) {
    for (const key of keys(row)) {
      if (index.has(key)) throw new Error(`both ${index.get(key)} and ${name} claim "${key}"`);
      index.set(key, name);
    }
  }
  return index;
}
