import { notImplemented } from '../../../kernel/errors.ts';
import { define } from '../deployment/define.ts';
import { keepChangeSets } from '../deployment/nested-change-sets.ts';
import { checkStackName, newStack } from '../deployment/new-stack.ts';
import { planChangeSet } from '../deployment/plan-change-set.ts';
import { stackIdentity } from '../deployment/stack-identity.ts';
import { checkUpdatable } from '../deployment/start-operation.ts';
import { cloudformationError, noStack, validationError } from '../errors.ts';
import { findStack } from '../lookup.ts';
import { type CloudformationCall, operation } from '../operation.ts';
import type { StackRecord } from '../store/records.ts';
import type { Rows } from '../store/stack-store.ts';
import type { InputOf } from '../../service.ts';

type Input = InputOf<'cloudformation', 'CreateChangeSet'>;

/** Written at once: what AWS does in the background, between CREATE_PENDING and its end, is done when this answers. */
export const CreateChangeSet = operation(
  'CreateChangeSet',
  async (call, input) => {
    refuse(input);
    const { store } = call.service;
    const { stack, isNew } = await targetStack(call, input);
    const ready = await define(call, input, {
      identity: stackIdentity(stack),
      previous: stack.definition,
      expands: false,
    });
    const planned = await planChangeSet(call, { ...frameOf(input), stack, isNew }, ready);
    const { changeSet } = planned;
    await store.write(async (rows) => {
      if (isNew && (await rows.stacks.byName(call, stack.name))) throw stackExists(stack.name, changeSet.id);
      if (!isNew) await checkThere(rows, stack);
      await checkNameFree(rows, stack.id, changeSet.name);
      await keepChangeSets(rows, planned);
    });
    return { Id: changeSet.id, StackId: stack.id };
  },
  { refuses: ['DeploymentMode', 'DeploymentConfig', 'DisableValidation'] },
);

function refuse({ ChangeSetType, ResourcesToImport = [], ImportExistingResources }: Input): void {
  if (ChangeSetType === 'IMPORT' || ResourcesToImport.length > 0) throw notImplemented('ChangeSetType IMPORT');
  if (ImportExistingResources === true) throw notImplemented('ImportExistingResources');
}

/** The stack that is to be changed; for CREATE one in REVIEW_IN_PROGRESS, new or left by an earlier change set. */
async function targetStack(
  call: CloudformationCall,
  { StackName = '', ChangeSetType = 'UPDATE', ChangeSetName = '' }: Input,
): Promise<{ readonly stack: StackRecord; readonly isNew: boolean }> {
  const found = await call.service.store.read((rows) => findStack(call, rows, StackName));
  const stack = found?.status === 'DELETE_COMPLETE' ? null : found;
  if (ChangeSetType === 'CREATE') {
    if (stack && stack.status !== 'REVIEW_IN_PROGRESS') throw stackExists(stack.name, ChangeSetName);
    if (stack) return { stack, isNew: false };
    checkStackName(StackName);
    return { stack: newStack(call, StackName), isNew: true };
  }
  if (!stack) throw noStack(StackName);
  if (stack.status === 'REVIEW_IN_PROGRESS') throw noStack(StackName);
  checkUpdatable(stack);
  return { stack, isNew: false };
}

function frameOf(input: Input) {
  return {
    name: input.ChangeSetName!,
    type: input.ChangeSetType === 'CREATE' ? ('CREATE' as const) : ('UPDATE' as const),
    description: input.Description ?? null,
    onStackFailure: input.OnStackFailure ?? null,
    includeNestedStacks: input.IncludeNestedStacks ?? false,
    clientToken: input.ClientToken ?? null,
    hierarchy: { nestedChangeSets: 0 },
  };
}

/** Nobody would delete what belongs to a stack that has just been deleted. */
async function checkThere({ stacks }: Rows, { id, name }: StackRecord): Promise<void> {
  if ((await stacks.byId(id))?.status === 'DELETE_COMPLETE') throw noStack(name);
}

async function checkNameFree({ changeSets }: Rows, stackId: string, name: string): Promise<void> {
  if ((await changeSets.ofStack(stackId)).every((it) => it.name !== name)) return;
  throw cloudformationError('AlreadyExistsException', `ChangeSet [${name}] already exists`);
}

function stackExists(name: string, changeSet: string) {
  return validationError(
    `Stack [${name}] already exists and cannot be created again with the changeSet [${changeSet}].`,
  );
}
