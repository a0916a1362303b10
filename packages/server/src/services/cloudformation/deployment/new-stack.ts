import { formatArn } from '../../../kernel/arn.ts';
import { uuid } from '../../../kernel/ids.ts';
import type { Principal } from '../../service.ts';
import { validationError } from '../errors.ts';
import type { CloudformationCall } from '../operation.ts';
import { LIMITS } from '../rules/template/limits.ts';
import type { Definition, OperationRecord, StackRecord } from '../store/records.ts';

const NAME = '[a-zA-Z][-a-zA-Z0-9]*';

/** @throws ValidationError */
export function checkStackName(name: string): void {
  const rule = !new RegExp(`^${NAME}$`).test(name)
    ? `Member must satisfy regular expression pattern: ${NAME}`
    : `Member must have length less than or equal to ${LIMITS.stackNameLength}`;
  if (rule.includes('length') && name.length <= LIMITS.stackNameLength) return;
  throw validationError(
    `1 validation error detected: Value '${name}' at 'stackName' failed to satisfy constraint: ${rule}`,
  );
}

/** A stack that nothing has been done for yet. */
export function newStack(call: CloudformationCall, name: string): StackRecord {
  const { account, region } = call;
  return {
    id: formatArn({ service: 'cloudformation', region, account, resource: `stack/${name}/${uuid()}` }),
    account,
    region,
    name,
    status: 'REVIEW_IN_PROGRESS',
    statusReason: null,
    createdAt: call.host.clock.now(),
    updatedAt: null,
    deletedAt: null,
    terminationProtection: false,
    disableRollback: false,
    timeoutMinutes: null,
    parentId: null,
    rootId: null,
    changeSetId: null,
    definition: null,
    outputs: [],
    operation: null,
  };
}

/** Work for a stack, from the start. */
export function newOperation(
  call: CloudformationCall,
  kind: OperationRecord['kind'],
  target: Definition | null,
  principal: Principal,
  options: Partial<OperationRecord> = {},
): OperationRecord {
  return {
    id: uuid(),
    kind,
    phase: kind === 'DELETE' ? 'removal' : 'forward',
    principal,
    clientToken: null,
    startedAt: call.host.clock.now(),
    target,
    onFailure: 'ROLLBACK',
    retainExceptOnCreate: false,
    skipped: [],
    cancelled: false,
    paused: false,
    ...options,
  };
}
