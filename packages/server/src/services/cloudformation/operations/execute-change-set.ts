import { changeSetNamed } from '../change-sets.ts';
import { newOperation } from '../deployment/new-stack.ts';
import { deployingPrincipal } from '../deployment/principal.ts';
import { checkUpdatable, startOperation } from '../deployment/start-operation.ts';
import { cloudformationError, validationError } from '../errors.ts';
import { type CloudformationCall, operation } from '../operation.ts';
import type { ChangeSetRecord } from '../store/change-set-rows.ts';
import type { InputOf } from '../../service.ts';

/** The stack's other change sets become useless and are deleted; this one goes too once it is carried out, as on AWS. */
export const ExecuteChangeSet = operation('ExecuteChangeSet', async (call, input) => {
  const { store, deployments } = call.service;
  const stackId = await store.write(async (rows) => {
    const { stack, changeSet } = await changeSetNamed(call, rows, input);
    if (changeSet.executionStatus !== 'AVAILABLE') throw notExecutable(changeSet);
    if (changeSet.type === 'UPDATE') checkUpdatable(stack);
    else if (stack.status !== 'REVIEW_IN_PROGRESS')
      throw validationError(`Stack:${stack.id} is in ${stack.status} state and can not be updated.`);
    const work = workOf(call, input, changeSet);
    const disableRollback = work.onFailure === 'DO_NOTHING';
    const definition = changeSet.type === 'CREATE' ? changeSet.definition : stack.definition;
    await startOperation(call, rows, { ...stack, definition, disableRollback, changeSetId: changeSet.id }, work);
    await rows.changeSets.deleteOfStack(stack.id, changeSet.id);
    await rows.changeSets.save({ ...changeSet, executionStatus: 'EXECUTE_COMPLETE' });
    return stack.id;
  });
  deployments.begin(stackId);
  return {};
});

function workOf(
  call: CloudformationCall,
  { DisableRollback, RetainExceptOnCreate, ClientRequestToken }: InputOf<'cloudformation', 'ExecuteChangeSet'>,
  { type, definition, onStackFailure }: ChangeSetRecord,
) {
  if (DisableRollback !== undefined && onStackFailure !== null) {
    throw validationError('You can specify either DisableRollback or OnStackFailure, but not both.');
  }
  return newOperation(call, type, definition, deployingPrincipal(call, definition.roleArn), {
    onFailure: onStackFailure ?? (DisableRollback ? 'DO_NOTHING' : 'ROLLBACK'),
    retainExceptOnCreate: RetainExceptOnCreate ?? false,
    clientToken: ClientRequestToken ?? null,
  });
}

function notExecutable({ id, executionStatus, status }: ChangeSetRecord) {
  return cloudformationError(
    'InvalidChangeSetStatusException',
    `ChangeSet [${id}] cannot be executed in its current execution status of [${executionStatus}]${status === 'FAILED' ? ' because its status is [FAILED]' : ''}`,
  );
}
