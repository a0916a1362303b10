import type { Transaction } from 'kysely';
import { keep, keepAgain, release } from '../../../storage/blob-references.ts';
import type { Definition } from '../function-version.ts';

/** Whether a unit's code has just been put into the blobs, or another version holds it already. */
export type CodeOrigin = 'uploaded' | 'held';

export async function keepDefinition<Tables>(
  tx: Transaction<Tables>,
  { code, layers }: Definition,
  origin: CodeOrigin,
): Promise<void> {
  await (origin === 'uploaded' ? keep(tx, code.sha256) : keepAgain(tx, code.sha256));
  for (const layer of layers) await keepAgain(tx, layer.sha256);
}

/** A function holds its layers' bytes itself: a layer version may be deleted while functions use it. */
export async function releaseDefinition<Tables>(tx: Transaction<Tables>, { code, layers }: Definition): Promise<void> {
  await release(tx, code.sha256);
  for (const layer of layers) await release(tx, layer.sha256);
}
