import type { StackSummary } from '@aws-sdk/client-cloudformation';
import { operation } from '../operation.ts';
import { stackOutput } from '../outputs.ts';
import { pageOf } from '../rules/paging.ts';
import type { StackRecord } from '../store/records.ts';

const PAGE = 100;

/** API reference: "Summary information for stacks that have been deleted is kept for 90 days". */
const KEPT_MS = 90 * 24 * 60 * 60 * 1000;

export const ListStacks = operation('ListStacks', async (call, { NextToken, StackStatusFilter = [] }) => {
  const all = await call.service.store.read(({ stacks }) => stacks.all(call));
  const oldest = call.host.clock.now() - KEPT_MS;
  const shown = all
    .filter(({ deletedAt }) => deletedAt === null || deletedAt > oldest)
    .filter(({ status }) => StackStatusFilter.length === 0 || StackStatusFilter.includes(status));
  const { items, ...more } = pageOf(shown, NextToken, PAGE);
  return { StackSummaries: items.map(summaryOf), ...more };
});

function summaryOf(stack: StackRecord): StackSummary {
  const { StackId, StackName, CreationTime, LastUpdatedTime, DeletionTime, StackStatus, ...rest } = stackOutput(stack);
  return {
    StackId,
    StackName,
    ...(rest.Description !== undefined && { TemplateDescription: rest.Description }),
    CreationTime,
    ...(LastUpdatedTime && { LastUpdatedTime }),
    ...(DeletionTime && { DeletionTime }),
    StackStatus,
    ...(rest.StackStatusReason !== undefined && { StackStatusReason: rest.StackStatusReason }),
    ...(rest.ParentId !== undefined && { ParentId: rest.ParentId, RootId: rest.RootId }),
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
  };
}
