import { changeSetNamed, type FoundChangeSet } from '../change-sets.ts';
import { definitionToExecute, isAskedByParent } from '../deployment/execute-nested.ts';
import { discardChangeSets } from '../deployment/nested-change-sets.ts';
import { newOperation } from '../deployment/new-stack.ts';
import { deployingPrincipal } from '../deployment/principal.ts';
import { checkUpdatable, startOperation } from '../deployment/start-operation.ts';
import { cloudformationError, validationError } from '../errors.ts';
import { type CloudformationCall, operation } from '../operation.ts';
import type { ChangeSetRecord } from '../store/change-set-rows.ts';
import type { Definition } from '../store/records.ts';
import type { InputOf } from '../../service.ts';

/** The stack's other change sets become useless and are deleted; this one goes too once it is carried out, as on AWS. */
export const ExecuteChangeSet = operation('ExecuteChangeSet', async (call, input) => {
  const { store, deployments } = call.service;
  const target = await definitionToExecute(call, await store.read((rows) => changeSetNamed(call, rows, input)));
  const stackId = await store.write(async (rows) => {
    const found = await changeSetNamed(call, rows, input);
    const { stack, changeSet } = found;
    // A restart asks again for what an earlier process had begun.
    if (isAskedByParent(call, found) && changeSet.executionStatus === 'EXECUTE_COMPLETE') return null;
    if (target === null || !isExecutable(call, found)) throw notExecutable(changeSet);
    if (changeSet.type === 'UPDATE') checkUpdatable(stack);
    else if (stack.status !== 'REVIEW_IN_PROGRESS')
      throw validationError(`Stack:${stack.id} is in ${stack.status} state and can not be updated.`);
    const work = workOf(call, input, changeSet, target);
    const disableRollback = work.onFailure === 'DO_NOTHING';
    const definition = changeSet.type === 'CREATE' ? target : stack.definition;
    await startOperation(call, rows, { ...stack, definition, disableRollback, changeSetId: changeSet.id }, work);
    await discardChangeSets(rows, stack.id, call.host.clock.now(), changeSet.id);
    await rows.changeSets.save({ ...changeSet, executionStatus: 'EXECUTE_COMPLETE' });
    return stack.id;
  });
  if (stackId !== null) deployments.begin(stackId);
  return {};
});

/** A nested one by its parent alone: "the execute action must be made from the root change set" (user guide). */
function isExecutable(call: CloudformationCall, found: FoundChangeSet): boolean {
  const { executionStatus, status, rootChangeSetId } = found.changeSet;
  if (rootChangeSetId === undefined) return executionStatus === 'AVAILABLE';
  return isAskedByParent(call, found) && status === 'CREATE_COMPLETE' && executionStatus === 'UNAVAILABLE';
}

function workOf(
  call: CloudformationCall,
  { DisableRollback, RetainExceptOnCreate, ClientRequestToken }: InputOf<'cloudformation', 'ExecuteChangeSet'>,
  { type, onStackFailure, nested }: ChangeSetRecord,
  target: Definition,
) {
  if (DisableRollback !== undefined && onStackFailure !== null) {
    throw validationError('You can specify either DisableRollback or OnStackFailure, but not both.');
  }
  return newOperation(call, type, target, deployingPrincipal(call, target.roleArn), {
    onFailure: onStackFailure ?? (DisableRollback ? 'DO_NOTHING' : 'ROLLBACK'),
    retainExceptOnCreate: RetainExceptOnCreate ?? false,
    clientToken: ClientRequestToken ?? null,
    ...(nested && { nested }),
  });
}

function notExecutable({ id, executionStatus, status }: ChangeSetRecord) {
  return cloudformationError(
    'InvalidChangeSetStatusException',
    `ChangeSet [${id}] cannot be executed in its current execution status of [${executionStatus}]${status === 'FAILED' ? ' because its status is [FAILED]' : ''}`,
  );
}
