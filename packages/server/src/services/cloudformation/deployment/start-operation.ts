import { cloudformationError, validationError } from '../errors.ts';
import type { CloudformationCall } from '../operation.ts';
import type { OperationRecord, StackRecord } from '../store/records.ts';
import type { Rows } from '../store/stack-store.ts';
import { stackEvent } from './events.ts';

const STATUS = { CREATE: 'CREATE_IN_PROGRESS', UPDATE: 'UPDATE_IN_PROGRESS', DELETE: 'DELETE_IN_PROGRESS' } as const;

/** Gives the stack its work within a unit; once it is committed, `deployments.begin` carries it out. */
export async function startOperation(
  call: CloudformationCall,
  { stacks }: Rows,
  stack: StackRecord,
  operation: OperationRecord,
): Promise<void> {
  const status = STATUS[operation.kind];
  const reason = 'User Initiated';
  const updated = operation.kind === 'UPDATE' ? { updatedAt: call.host.clock.now() } : {};
  await stacks.save({ ...stack, ...updated, status, statusReason: reason, operation });
  await stacks.addEvents(stack.id, [stackEvent(stack, operation.startedAt, { status, reason }, operation.clientToken)]);
}

const UPDATABLE: readonly string[] = [
  'CREATE_COMPLETE',
  'UPDATE_COMPLETE',
  'UPDATE_ROLLBACK_COMPLETE',
  'CREATE_FAILED',
  'UPDATE_FAILED',
];

export function isUpdatable({ status }: StackRecord): boolean {
  return UPDATABLE.includes(status);
}

/** @throws ValidationError */
export function checkUpdatable(stack: StackRecord): void {
  if (isUpdatable(stack)) return;
  throw validationError(`Stack:${stack.id} is in ${stack.status} state and can not be updated.`);
}

export function alreadyExists(name: string) {
  return cloudformationError('AlreadyExistsException', `Stack [${name}] already exists`);
}
