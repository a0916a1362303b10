import { formatArn } from '../../../kernel/arn.ts';
import { AwsError, notImplemented } from '../../../kernel/errors.ts';
import { uuid } from '../../../kernel/ids.ts';
import { define } from '../deployment/define.ts';
import type { ReadyDefinition } from '../deployment/definition-scope.ts';
import { stackEvent } from '../deployment/events.ts';
import { checkStackName, newStack } from '../deployment/new-stack.ts';
import { sameOutcome } from '../deployment/outcome.ts';
import { planChanges } from '../deployment/plan.ts';
import { stackIdentity } from '../deployment/stack-identity.ts';
import { checkUpdatable } from '../deployment/start-operation.ts';
import { cloudformationError, noStack, validationError } from '../errors.ts';
import { findStack } from '../lookup.ts';
import { type CloudformationCall, operation } from '../operation.ts';
import { nestedStack } from '../resources/aws-cloudformation-stack.ts';
import type { ChangeSetRecord } from '../store/change-set-rows.ts';
import type { StackRecord } from '../store/records.ts';
import type { InputOf } from '../../service.ts';

type Input = InputOf<'cloudformation', 'CreateChangeSet'>;

const NO_CHANGES =
  "The submitted information didn't contain changes. Submit different information to create a change set.";
/** What a template with macros is told instead. */
const NO_UPDATES = 'No updates are to be performed.';

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
    refuseNestedPlans(input, ready);
    const changeSet = await planned(call, input, stack, ready, isNew);
    await store.write(async (rows) => {
      await checkNameFree(rows.changeSets, stack.id, changeSet.name);
      if (isNew) {
        if (await rows.stacks.byName(call, stack.name)) throw stackExists(stack.name, changeSet.id);
        const reviewed = { ...stack, statusReason: 'User Initiated' };
        await rows.stacks.save(reviewed);
        const event = { status: stack.status, reason: 'User Initiated' };
        await rows.stacks.addEvents(stack.id, [stackEvent(stack, stack.createdAt, event, changeSet.clientToken)]);
      }
      await rows.changeSets.save(changeSet);
    });
    return { Id: changeSet.id, StackId: stack.id };
  },
  { refuses: ['DeploymentMode', 'DeploymentConfig', 'DisableValidation'] },
);

function refuse({ ChangeSetType, ResourcesToImport = [], ImportExistingResources }: Input): void {
  if (ChangeSetType === 'IMPORT' || ResourcesToImport.length > 0) throw notImplemented('ChangeSetType IMPORT');
  if (ImportExistingResources === true) throw notImplemented('ImportExistingResources');
}

/** Without nested stacks there is nothing to include; change sets of nested stacks are not made. */
function refuseNestedPlans({ IncludeNestedStacks }: Input, { template }: ReadyDefinition): void {
  const nests = Object.values(template.resources).some(({ type }) => type === nestedStack.name);
  if (IncludeNestedStacks === true && nests)
    throw notImplemented('IncludeNestedStacks of a template with nested stacks');
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

async function planned(
  call: CloudformationCall,
  input: Input,
  stack: StackRecord,
  ready: ReadyDefinition,
  isNew: boolean,
): Promise<ChangeSetRecord> {
  const { account, region } = call;
  const name = input.ChangeSetName!;
  const { resources, exports } = await call.service.store.read(async (rows) => ({
    resources: isNew ? [] : await rows.stacks.resources(stack.id),
    exports: await rows.exports.all(call),
  }));
  const values = new Map(exports.map((it) => [it.name, it.value]));
  const outcome = attempt(() => planChanges(ready, stack, resources, values));
  const empty = input.ChangeSetType !== 'CREATE' && outcome.changes.length === 0 && sameOutcome(stack, ready);
  const noChanges = ready.template.transforms.length > 0 ? NO_UPDATES : NO_CHANGES;
  const failure = outcome.failure ?? (empty ? noChanges : null);
  return {
    id: formatArn({ service: 'cloudformation', region, account, resource: `changeSet/${name}/${uuid()}` }),
    name,
    stackId: stack.id,
    stackName: stack.name,
    type: input.ChangeSetType === 'CREATE' ? 'CREATE' : 'UPDATE',
    description: input.Description ?? null,
    createdAt: call.host.clock.now(),
    status: failure === null ? 'CREATE_COMPLETE' : 'FAILED',
    statusReason: failure,
    executionStatus: failure === null ? 'AVAILABLE' : 'UNAVAILABLE',
    definition: ready.definition,
    changes: outcome.changes,
    onStackFailure: input.OnStackFailure ?? null,
    includeNestedStacks: input.IncludeNestedStacks ?? false,
    clientToken: input.ClientToken ?? null,
  };
}

/** What is wrong with values fails the change set, not the request. */
function attempt(plan: () => ReturnType<typeof planChanges>) {
  try {
    return { changes: plan(), failure: null };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { changes: [], failure: error.message };
  }
}

async function checkNameFree(
  changeSets: { ofStack(id: string): Promise<ChangeSetRecord[]> },
  stackId: string,
  name: string,
): Promise<void> {
  if ((await changeSets.ofStack(stackId)).every((it) => it.name !== name)) return;
  throw cloudformationError('AlreadyExistsException', `ChangeSet [${name}] already exists`);
}

function stackExists(name: string, changeSet: string) {
  return validationError(
    `Stack [${name}] already exists and cannot be created again with the changeSet [${changeSet}].`,
  );
}
