import { validationError } from '../errors.ts';
import { stackNamed } from '../lookup.ts';
import { operation } from '../operation.ts';
import { resourceDetail } from '../outputs.ts';

export const DescribeStackResource = operation(
  'DescribeStackResource',
  async (call, { StackName, LogicalResourceId }) => {
    const stack = await stackNamed(call, StackName!, (name) => validationError(`Stack '${name}' does not exist`));
    const resources = await call.service.store.read(({ stacks }) => stacks.resources(stack.id));
    const resource = resources.find(({ logicalId }) => logicalId === LogicalResourceId);
    if (!resource) throw validationError(`Resource ${LogicalResourceId} does not exist for stack ${stack.name}`);
    return { StackResourceDetail: resourceDetail(stack, resource) };
  },
);
