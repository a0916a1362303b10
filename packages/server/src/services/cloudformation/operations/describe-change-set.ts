import { changeSetNamed } from '../change-sets.ts';
import { operation } from '../operation.ts';
import { parametersOutput } from '../outputs.ts';
import { pageOf } from '../rules/paging.ts';

const PAGE = 100;

export const DescribeChangeSet = operation(
  'DescribeChangeSet',
  async (call, input) => {
    const { changeSet } = await call.service.store.read((rows) => changeSetNamed(call, rows, input));
    const { definition, statusReason, description, onStackFailure } = changeSet;
    const { items, ...more } = pageOf(changeSet.changes, input.NextToken, PAGE);
    return {
      ChangeSetName: changeSet.name,
      ChangeSetId: changeSet.id,
      StackId: changeSet.stackId,
      StackName: changeSet.stackName,
      ...(description !== null && { Description: description }),
      Parameters: definition ? parametersOutput(definition) : [],
      CreationTime: new Date(changeSet.createdAt),
      ExecutionStatus: changeSet.executionStatus,
      Status: changeSet.status,
      ...(statusReason !== null && { StatusReason: statusReason }),
      NotificationARNs: [],
      RollbackConfiguration: {},
      Capabilities: [...(definition?.capabilities ?? [])],
      Tags: [...(definition?.tags ?? [])],
      Changes: items,
      ...more,
      IncludeNestedStacks: changeSet.includeNestedStacks,
      ParentChangeSetId: changeSet.parentChangeSetId,
      RootChangeSetId: changeSet.rootChangeSetId,
      ...(onStackFailure !== null && { OnStackFailure: onStackFailure }),
    };
  },
  { refuses: ['IncludePropertyValues'] },
);
