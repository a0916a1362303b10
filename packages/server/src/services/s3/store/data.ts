import type { Transaction } from 'kysely';
import { release } from '../../../storage/blob-references.ts';
import type { Database, PartRow, S3Tables } from './tables.ts';

/** Where an object's bytes are: one blob, or those of its parts. */
export interface Data {
  readonly sha256: string | null;
  readonly dataId: number | null;
}

/** Takes back what refers to the bytes; they go when nothing else does. */
export async function releaseData(tx: Transaction<S3Tables>, { sha256, dataId }: Data): Promise<void> {
  if (sha256 !== null) await release(tx, sha256);
  if (dataId === null) return;
  const parts = await tx.selectFrom('s3Parts').select('sha256').where('dataId', '=', dataId).execute();
  for (const part of parts) await release(tx, part.sha256);
  await tx.deleteFrom('s3Parts').where('dataId', '=', dataId).execute();
}

/** In their order, from `number` on. */
export function selectParts(db: Database, dataId: number, behind = 0, limit = 10_001): Promise<PartRow[]> {
  return db
    .selectFrom('s3Parts')
    .selectAll()
    .where('dataId', '=', dataId)
    .where('number', '>', behind)
    .orderBy('number')
    .limit(limit)
    .execute();
}
