import { findChangeSet, type FoundChangeSet } from '../change-sets.ts';
import { discardChangeSet } from '../deployment/nested-change-sets.ts';
import { cloudformationError, noChangeSet } from '../errors.ts';
import { operation } from '../operation.ts';

/**
 * An absent change set of a stack that is there is no error. "IncludeNestedStacks … will delete all change sets that belong
 * to the stacks hierarchy" (API reference, DeleteChangeSet).
 */
export const DeleteChangeSet = operation('DeleteChangeSet', async (call, input) => {
  await call.service.store.write(async (rows) => {
    const found = await findChangeSet(call, rows, input);
    if (!found) {
      if (input.ChangeSetName!.startsWith('arn:')) throw noChangeSet(input.ChangeSetName!);
      return;
    }
    const { changeSet } = found;
    // The rule is the user guide's ("Change sets for nested stacks"), the error's own text is not public.
    if (changeSet.rootChangeSetId !== undefined) {
      throw cloudformationError(
        'InvalidChangeSetStatusException',
        `ChangeSet [${changeSet.id}] cannot be deleted: the delete action must be executed from the root change set [${changeSet.rootChangeSetId}]`,
      );
    }
    if (isUnderWay(found)) {
      throw cloudformationError(
        'InvalidChangeSetStatusException',
        `ChangeSet [${changeSet.id}] cannot be deleted in its current status of [EXECUTE_IN_PROGRESS]`,
      );
    }
    await discardChangeSet(rows, changeSet, call.host.clock.now());
  });
  return {};
});

/** The deployment still needs the change sets of the nested stacks. */
function isUnderWay({ stack, changeSet }: FoundChangeSet): boolean {
  const { nested, phase } = stack.operation ?? {};
  return nested !== undefined && phase === 'forward' && stack.changeSetId === changeSet.id;
}
