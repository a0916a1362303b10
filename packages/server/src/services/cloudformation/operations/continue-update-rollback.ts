import { stackEvent } from '../deployment/events.ts';
import { deployingPrincipal } from '../deployment/principal.ts';
import { noStack, validationError } from '../errors.ts';
import { findStack } from '../lookup.ts';
import { operation } from '../operation.ts';

/** Goes on with a rollback that has failed, passing over the resources named. */
export const ContinueUpdateRollback = operation(
  'ContinueUpdateRollback',
  async (call, { StackName, ResourcesToSkip = [], RoleARN, ClientRequestToken }) => {
    const { store, deployments } = call.service;
    const id = await store.write(async ({ stacks }) => {
      const stack = await findStack(call, { stacks }, StackName!);
      if (!stack) throw noStack(StackName!);
      const work = stack.operation;
      if (stack.status !== 'UPDATE_ROLLBACK_FAILED' || !work) {
        throw validationError(`Stack:${stack.id} is in ${stack.status} state and can not continue rollback.`);
      }
      const operationNow = {
        ...work,
        paused: false,
        skipped: ResourcesToSkip,
        clientToken: ClientRequestToken ?? null,
        ...(RoleARN !== undefined && { principal: deployingPrincipal(call, RoleARN) }),
      };
      const event = { status: 'UPDATE_ROLLBACK_IN_PROGRESS' as const, reason: 'User Initiated' };
      await stacks.save({ ...stack, status: event.status, statusReason: event.reason, operation: operationNow });
      await stacks.addEvents(stack.id, [stackEvent(stack, call.host.clock.now(), event, operationNow.clientToken)]);
      return stack.id;
    });
    deployments.begin(id);
    return {};
  },
  { refuses: ['ForceRollback'] },
);
