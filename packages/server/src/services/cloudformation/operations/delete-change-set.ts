import { findChangeSet } from '../change-sets.ts';
import { cloudformationError, noChangeSet } from '../errors.ts';
import { operation } from '../operation.ts';

/** An absent change set of a stack that is there is no error. */
export const DeleteChangeSet = operation('DeleteChangeSet', async (call, input) => {
  await call.service.store.write(async (rows) => {
    const found = await findChangeSet(call, rows, input);
    if (!found) {
      if (input.ChangeSetName!.startsWith('arn:')) throw noChangeSet(input.ChangeSetName!);
      return;
    }
    const { changeSet } = found;
    if (changeSet.executionStatus === 'EXECUTE_IN_PROGRESS') {
      throw cloudformationError(
        'InvalidChangeSetStatusException',
        `ChangeSet [${changeSet.id}] cannot be deleted in its current status of [${changeSet.executionStatus}]`,
      );
    }
    await rows.changeSets.delete(changeSet.id);
  });
  return {};
});
