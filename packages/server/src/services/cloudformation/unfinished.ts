import { hasMigrated } from '../../storage/migrator.ts';
import type { Storage } from '../../storage/storage.ts';
import type { CloudformationTables } from './store/tables.ts';

/**
 * Whether an earlier process has left deployments under way, for which the service has to be started; asked at every
 * start of the platform, so without loading the service. A platform that never had a stack has no table either.
 */
export async function hasUnfinishedStacks(storage: Storage): Promise<boolean> {
  if (!(await hasMigrated(storage, 'cloudformation'))) return false;
  return storage.read<CloudformationTables, boolean>(async (db) => {
    const busy = db.selectFrom('cfnStacks').select('id').where('busy', '=', 1);
    return (await busy.limit(1).executeTakeFirst()) !== undefined;
  });
}
