import { noStack } from '../errors.ts';
import { stackNamed } from '../lookup.ts';
import { operation } from '../operation.ts';
import { pageOf } from '../rules/paging.ts';
import type { ChangeSetRecord } from '../store/change-set-rows.ts';

const PAGE = 100;

export const ListChangeSets = operation('ListChangeSets', async (call, { StackName, NextToken }) => {
  const stack = await stackNamed(call, StackName!, noStack);
  const all = await call.service.store.read(({ changeSets }) => changeSets.ofStack(stack.id));
  const { items, ...more } = pageOf(all, NextToken, PAGE);
  return { Summaries: items.map(summaryOf), ...more };
});

function summaryOf({ statusReason, description, ...changeSet }: ChangeSetRecord) {
  return {
    StackId: changeSet.stackId,
    StackName: changeSet.stackName,
    ChangeSetId: changeSet.id,
    ChangeSetName: changeSet.name,
    ExecutionStatus: changeSet.executionStatus,
    Status: changeSet.status,
    ...(statusReason !== null && { StatusReason: statusReason }),
    CreationTime: new Date(changeSet.createdAt),
    ...(description !== null && { Description: description }),
    IncludeNestedStacks: changeSet.includeNestedStacks,
    ParentChangeSetId: changeSet.parentChangeSetId,
    RootChangeSetId: changeSet.rootChangeSetId,
  };
}
