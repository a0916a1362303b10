import { noStack } from '../errors.ts';
import { findStack } from '../lookup.ts';
import { operation } from '../operation.ts';

export const UpdateTerminationProtection = operation(
  'UpdateTerminationProtection',
  async (call, { StackName, EnableTerminationProtection }) => {
    const StackId = await call.service.store.write(async (rows) => {
      const stack = await findStack(call, rows, StackName!);
      if (!stack || stack.status === 'DELETE_COMPLETE') throw noStack(StackName!);
      await rows.stacks.save({ ...stack, terminationProtection: EnableTerminationProtection! });
      return stack.id;
    });
    return { StackId };
  },
);
