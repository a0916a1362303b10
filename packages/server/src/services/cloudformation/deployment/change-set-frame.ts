import { formatArn } from '../../../kernel/arn.ts';
import { uuid } from '../../../kernel/ids.ts';
import type { CloudformationCall } from '../operation.ts';
import type { ChangeSetRecord } from '../store/change-set-rows.ts';
import type { StackRecord } from '../store/records.ts';
import type { PlannedChangeSet } from './nested-change-sets.ts';

/** What a change set is for. */
export interface ChangeSetFrame extends Pick<
  ChangeSetRecord,
  | 'name'
  | 'type'
  | 'description'
  | 'onStackFailure'
  | 'includeNestedStacks'
  | 'clientToken'
  | 'parentChangeSetId'
  | 'rootChangeSetId'
> {
  readonly stack: StackRecord;
  readonly isNew: boolean;
  /** The same for all of a root's change sets. */
  readonly hierarchy: Hierarchy;
}

export interface Hierarchy {
  nestedChangeSets: number;
}

/** A change set made, not yet kept. `empty`: there is nothing to change. */
export interface MadeChangeSet extends PlannedChangeSet {
  readonly nested: readonly MadeChangeSet[];
  readonly empty: boolean;
}

/** With nothing in it yet. */
export function newChangeSet(call: CloudformationCall, frame: ChangeSetFrame): ChangeSetRecord {
  const { account, region, host } = call;
  const { stack, isNew: _, hierarchy: __, ...facts } = frame;
  const resource = `changeSet/${frame.name}/${uuid()}`;
  return {
    ...facts,
    id: formatArn({ service: 'cloudformation', region, account, resource }),
    stackId: stack.id,
    stackName: stack.name,
    createdAt: host.clock.now(),
    status: 'CREATE_COMPLETE',
    ...(frame.rootChangeSetId === undefined ? EXECUTABLE : OF_ROOT),
    definition: null,
    changes: [],
  };
}

const EXECUTABLE = { statusReason: null, executionStatus: 'AVAILABLE' } as const;

/** As the example of DescribeChangeSet shows a nested one (CloudFormation user guide, "Change sets for nested stacks"). */
const OF_ROOT = { statusReason: 'Executable from root change set', executionStatus: 'UNAVAILABLE' } as const;

export function failed(changeSet: ChangeSetRecord, statusReason: string): ChangeSetRecord {
  return { ...changeSet, status: 'FAILED', statusReason, executionStatus: 'UNAVAILABLE' };
}
