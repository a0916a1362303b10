import { notImplemented } from '../../../kernel/errors.ts';
import { validationError } from '../errors.ts';
import { newOperation } from '../deployment/new-stack.ts';
import { importerNames } from '../deployment/outputs.ts';
import { deployingPrincipal } from '../deployment/principal.ts';
import { startOperation } from '../deployment/start-operation.ts';
import { findStack } from '../lookup.ts';
import { type CloudformationCall, operation } from '../operation.ts';
import type { OperationRecord, StackRecord } from '../store/records.ts';
import type { Rows } from '../store/stack-store.ts';

/** An absent stack, and one that is deleted already, are no error. */
export const DeleteStack = operation(
  'DeleteStack',
  async (call, input) => {
    if (input.DeletionMode === 'FORCE_DELETE_STACK') throw notImplemented('DeletionMode FORCE_DELETE_STACK');
    const begun = await call.service.store.write(async (rows) => {
      const stack = await findStack(call, rows, input.StackName!);
      if (!stack || stack.status === 'DELETE_COMPLETE' || stack.status === 'DELETE_IN_PROGRESS') return null;
      await check(call, rows, stack, input.RetainResources ?? []);
      const principal = deployingPrincipal(call, input.RoleARN ?? stack.definition?.roleArn ?? null);
      const options: Partial<OperationRecord> = {
        skipped: input.RetainResources ?? [],
        clientToken: input.ClientRequestToken ?? null,
      };
      await startOperation(call, rows, stack, newOperation(call, 'DELETE', null, principal, options));
      return stack.id;
    });
    if (begun !== null) {
      call.service.deployments.halt(begun, 'User Initiated');
      call.service.deployments.begin(begun);
    }
    return {};
  },
  { refuses: ['DeploymentConfig'] },
);

async function check(
  call: CloudformationCall,
  rows: Rows,
  stack: StackRecord,
  retained: readonly string[],
): Promise<void> {
  if (stack.terminationProtection) {
    throw validationError(`Stack [${stack.name}] cannot be deleted while TerminationProtection is enabled`);
  }
  if (retained.length > 0 && stack.status !== 'DELETE_FAILED') {
    throw validationError(
      `Invalid operation on stack [${stack.id}]. Only stacks in the DELETE_FAILED state can be deleted with RetainResources.`,
    );
  }
  const creates = stack.operation?.kind === 'CREATE' && stack.operation.phase === 'forward';
  if (stack.operation && !stack.operation.paused && !creates) {
    throw validationError(`Stack:${stack.id} is in ${stack.status} state and can not be deleted.`);
  }
  for (const { exportName } of stack.outputs) {
    const users = exportName === undefined ? [] : await importerNames(rows, call, exportName, stack.id);
    if (users.length > 0) {
      throw validationError(`Export ${exportName} cannot be deleted as it is in use by ${users.join(' and ')}`);
    }
  }
}
