import type { Kysely } from 'kysely';
import type { Scope } from '../../service.ts';
import { sumLayerSize } from './layers.ts';
import type { LambdaTables } from './tables.ts';
import type { VersionStore } from './versions.ts';

/** Bytes that all versions of the scope's functions and layers hold. */
export async function sumCodeStorage(db: Kysely<LambdaTables>, versions: VersionStore, scope: Scope): Promise<number> {
  return (await versions.sumCodeSize(db, scope)) + (await sumLayerSize(db, scope));
}
