import { noStack, validationError } from '../errors.ts';
import { findStack } from '../lookup.ts';
import { operation } from '../operation.ts';

export const CancelUpdateStack = operation('CancelUpdateStack', async (call, { StackName, ClientRequestToken }) => {
  const { store, deployments } = call.service;
  const id = await store.write(async (rows) => {
    const stack = await findStack(call, rows, StackName!);
    if (!stack) throw noStack(StackName!);
    const work = stack.operation;
    if (stack.status !== 'UPDATE_IN_PROGRESS' || work?.phase !== 'forward') {
      throw validationError('CancelUpdateStack cannot be called from current stack status');
    }
    const clientToken = ClientRequestToken ?? work.clientToken;
    await rows.stacks.save({ ...stack, operation: { ...work, cancelled: true, clientToken } });
    return stack.id;
  });
  deployments.halt(id, 'User Initiated');
  return {};
});
