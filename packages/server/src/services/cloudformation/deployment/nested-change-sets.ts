import type { ChangeSetRecord } from '../store/change-set-rows.ts';
import type { OperationRecord, StackRecord } from '../store/records.ts';
import type { Rows } from '../store/stack-store.ts';
import { stackEvent } from './events.ts';

/** A change set that is to be kept, with those of its nested stacks. */
export interface PlannedChangeSet {
  readonly changeSet: ChangeSetRecord;
  readonly stack: StackRecord;
  /** The stack is there only for the change set. */
  readonly isNew: boolean;
  readonly nested: readonly PlannedChangeSet[];
}

/**
 * Keeps a root change set with all that belongs to it. When it has failed, the nested stacks that it would have created
 * are deleted at once; what their own change sets say stays to be read until the root is deleted.
 */
export async function keepChangeSets(rows: Rows, root: PlannedChangeSet): Promise<void> {
  await keep(rows, root);
  if (root.changeSet.status !== 'FAILED') return;
  for (const { stack } of descendants(root).filter(({ isNew }) => isNew)) {
    await markDeleted(rows, stack, stack.createdAt);
  }
}

async function keep(rows: Rows, { changeSet, stack, isNew, nested }: PlannedChangeSet): Promise<void> {
  if (isNew) {
    const event = { status: stack.status, reason: 'User Initiated' };
    await rows.stacks.save({ ...stack, statusReason: event.reason });
    await rows.stacks.addEvents(stack.id, [stackEvent(stack, stack.createdAt, event, changeSet.clientToken)]);
  }
  await rows.changeSets.save(changeSet);
  for (const inner of nested) await keep(rows, inner);
}

function descendants({ nested }: PlannedChangeSet): PlannedChangeSet[] {
  return nested.flatMap((inner) => [inner, ...descendants(inner)]);
}

/**
 * Deletes a change set with those that belong to it. "Nested stacks in the REVIEW_IN_PROGRESS status will also be deleted
 * if they were created during the create-change-set action" (CloudFormation user guide, "Change sets for nested stacks").
 */
export async function discardChangeSet(rows: Rows, { id, nested = {} }: ChangeSetRecord, now: number): Promise<void> {
  await rows.changeSets.delete(id);
  for (const { changeSetId, stackId } of Object.values(nested)) {
    const inner = await rows.changeSets.byId(changeSetId);
    if (inner) await discardChangeSet(rows, inner, now);
    await discardUnbegunStack(rows, stackId, now);
  }
}

/** An executed change set makes the stack's others obsolete; a deleted stack's are of no use. */
export async function discardChangeSets(rows: Rows, stackId: string, now: number, except = ''): Promise<void> {
  for (const changeSet of await rows.changeSets.ofStack(stackId)) {
    if (changeSet.id !== except) await discardChangeSet(rows, changeSet, now);
  }
}

/** Deletes the nested stacks that the deployment was to create and, at its end or on its way back, has not begun. */
export async function discardUnbegun(
  rows: Rows,
  { nested = {} }: Pick<OperationRecord, 'nested'>,
  now: number,
): Promise<void> {
  for (const { stackId } of Object.values(nested)) await discardUnbegunStack(rows, stackId, now);
}

async function discardUnbegunStack(rows: Rows, stackId: string, now: number): Promise<void> {
  const stack = await rows.stacks.byId(stackId);
  if (stack?.status !== 'REVIEW_IN_PROGRESS') return;
  await discardChangeSets(rows, stackId, now);
  await markDeleted(rows, stack, now);
}

async function markDeleted(rows: Rows, stack: StackRecord, now: number): Promise<void> {
  const status = 'DELETE_COMPLETE';
  await rows.stacks.save({ ...stack, status, statusReason: null, deletedAt: now });
  await rows.stacks.addEvents(stack.id, [stackEvent(stack, now, { status }, null)]);
}
