import { noChangeSet, noStack, validationError } from './errors.ts';
import { findStack } from './lookup.ts';
import type { CloudformationCall } from './operation.ts';
import type { ChangeSetRecord } from './store/change-set-rows.ts';
import type { StackRecord } from './store/records.ts';
import type { Rows } from './store/stack-store.ts';

export interface ChangeSetAddress {
  readonly ChangeSetName?: string | undefined;
  readonly StackName?: string | undefined;
}

export interface FoundChangeSet {
  readonly stack: StackRecord;
  readonly changeSet: ChangeSetRecord;
}

/** A change set by its ARN, or by its name and its stack; null when the stack has none of the name. @throws ValidationError without the stack */
export async function findChangeSet(
  call: CloudformationCall,
  rows: Rows,
  { ChangeSetName = '', StackName }: ChangeSetAddress,
): Promise<FoundChangeSet | null> {
  if (ChangeSetName.startsWith('arn:')) {
    const changeSet = await rows.changeSets.byId(ChangeSetName);
    const stack = changeSet && (await findStack(call, rows, changeSet.stackId));
    return stack ? { stack, changeSet } : null;
  }
  if (StackName === undefined)
    throw validationError('StackName must be specified if ChangeSetName is not specified as an ARN.');
  const stack = await findStack(call, rows, StackName);
  if (!stack) throw noStack(StackName);
  const changeSet = (await rows.changeSets.ofStack(stack.id)).find(({ name }) => name === ChangeSetName);
  return changeSet ? { stack, changeSet } : null;
}

/** @throws ChangeSetNotFoundException */
export async function changeSetNamed(
  call: CloudformationCall,
  rows: Rows,
  address: ChangeSetAddress,
): Promise<FoundChangeSet> {
  const found = await findChangeSet(call, rows, address);
  if (!found) throw noChangeSet(address.ChangeSetName ?? '');
  return found;
}
