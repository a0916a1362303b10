import { notImplemented } from '../../../kernel/errors.ts';
import { newOperation } from '../deployment/new-stack.ts';
import { deployingPrincipal } from '../deployment/principal.ts';
import { stackEvent } from '../deployment/events.ts';
import { noStack, validationError } from '../errors.ts';
import { findStack } from '../lookup.ts';
import { operation } from '../operation.ts';

/** Undoes a creation that was left in CREATE_FAILED. */
export const RollbackStack = operation(
  'RollbackStack',
  async (call, { StackName, RoleARN, ClientRequestToken, RetainExceptOnCreate }) => {
    const { store, deployments } = call.service;
    const id = await store.write(async ({ stacks }) => {
      const stack = await findStack(call, { stacks }, StackName!);
      if (!stack) throw noStack(StackName!);
      if (stack.status === 'UPDATE_FAILED') throw notImplemented('RollbackStack of a stack in UPDATE_FAILED');
      if (stack.status !== 'CREATE_FAILED') {
        throw validationError(`Stack:${stack.id} is in ${stack.status} state and can not be rolled back.`);
      }
      const principal = deployingPrincipal(call, RoleARN ?? stack.definition?.roleArn ?? null);
      const work = newOperation(call, 'CREATE', stack.definition, principal, {
        phase: 'removal',
        retainExceptOnCreate: RetainExceptOnCreate ?? false,
        clientToken: ClientRequestToken ?? null,
      });
      const event = { status: 'ROLLBACK_IN_PROGRESS' as const, reason: 'User Initiated' };
      await stacks.save({ ...stack, status: event.status, statusReason: event.reason, operation: work });
      await stacks.addEvents(stack.id, [stackEvent(stack, work.startedAt, event, work.clientToken)]);
      return stack.id;
    });
    deployments.begin(id);
    return { StackId: id };
  },
  { refuses: ['DeploymentConfig'] },
);
