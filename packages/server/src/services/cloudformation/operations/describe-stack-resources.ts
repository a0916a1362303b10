import type { StackResource } from '@aws-sdk/client-cloudformation';
import { validationError } from '../errors.ts';
import { stackNamed } from '../lookup.ts';
import { operation } from '../operation.ts';
import { resourceDetail } from '../outputs.ts';
import type { ResourceRecord, StackRecord } from '../store/records.ts';

/** At most 100, as on AWS; ListStackResources has pages. */
const MOST = 100;

export const DescribeStackResources = operation(
  'DescribeStackResources',
  async (call, { StackName, LogicalResourceId, PhysicalResourceId }) => {
    if ((StackName === undefined) === (PhysicalResourceId === undefined)) {
      throw validationError('You must specify either StackName or PhysicalResourceId, but not both.');
    }
    const { store } = call.service;
    const stacks =
      StackName === undefined
        ? (await store.read((rows) => rows.stacks.all(call))).filter(({ status }) => status !== 'DELETE_COMPLETE')
        : [await stackNamed(call, StackName)];
    for (const stack of stacks) {
      const found = await store.read((rows) => rows.stacks.resources(stack.id));
      if (PhysicalResourceId !== undefined && !found.some((it) => it.current.physicalId === PhysicalResourceId))
        continue;
      const shown = found.filter(({ logicalId }) => LogicalResourceId === undefined || logicalId === LogicalResourceId);
      return { StackResources: shown.slice(0, MOST).map((it) => describe(stack, it)) };
    }
    throw validationError(`Stack for ${PhysicalResourceId} does not exist`);
  },
);

function describe(stack: StackRecord, resource: ResourceRecord): StackResource {
  const { LastUpdatedTimestamp: Timestamp, Metadata: _, ...detail } = resourceDetail(stack, resource);
  return { ...detail, Timestamp };
}
