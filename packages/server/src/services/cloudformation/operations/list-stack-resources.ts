import { stackNamed } from '../lookup.ts';
import { operation } from '../operation.ts';
import { resourceSummary } from '../outputs.ts';
import { pageOf } from '../rules/paging.ts';

const PAGE = 100;

export const ListStackResources = operation('ListStackResources', async (call, { StackName, NextToken }) => {
  const stack = await stackNamed(call, StackName!);
  const resources = await call.service.store.read(({ stacks }) => stacks.resources(stack.id));
  const sorted = resources.toSorted((left, right) => (left.logicalId < right.logicalId ? -1 : 1));
  const { items, ...more } = pageOf(sorted, NextToken, PAGE);
  return { StackResourceSummaries: items.map(resourceSummary), ...more };
});
