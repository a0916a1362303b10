import type { Storage } from '../../storage/storage.ts';
import type { CloudformationTables } from './store/tables.ts';

/**
 * Whether an earlier process has left deployments under way, for which the service has to be started; asked at every
 * start of the platform, so without loading the service. A platform that never had a stack has no table either.
 */
export async function hasUnfinishedStacks(storage: Storage): Promise<boolean> {
  try {
    const first = await storage.read<CloudformationTables, unknown>((db) =>
      db.selectFrom('cfnStacks').select('id').where('busy', '=', 1).limit(1).executeTakeFirst(),
    );
    return first !== undefined;
  } catch {
    return false;
  }
}
