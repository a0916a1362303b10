import { AwsError } from '../../../kernel/errors.ts';
import { validationError } from '../errors.ts';
import type { CloudformationCall } from '../operation.ts';
import { type NestedStack, parametersOf } from '../resources/aws-cloudformation-stack.ts';
import { physicalName } from '../resources/mapping/physical-name.ts';
import { isUnknown } from '../rules/intrinsics/unknown.ts';
import { LIMITS } from '../rules/template/limits.ts';
import type { ValueMap } from '../rules/values.ts';
import type { Definition, NestedChangeSet, ResourceRecord, StackRecord } from '../store/records.ts';
import { type ChangeSetFrame, failed, type MadeChangeSet, newChangeSet } from './change-set-frame.ts';
import { define } from './define.ts';
import type { ReadyDefinition } from './definition-scope.ts';
import { newToken } from './incarnations.ts';
import { newStack } from './new-stack.ts';
import type { NestedResource } from './plan.ts';
import { stackIdentity } from './stack-identity.ts';
import { isUpdatable } from './start-operation.ts';

/** The change set that a nested one is part of. */
interface Parent {
  readonly frame: ChangeSetFrame;
  readonly id: string;
  readonly definition: Definition;
  /** How a change set's own changes are found, the nested one's too. */
  readonly plan: (call: CloudformationCall, frame: ChangeSetFrame, ready: ReadyDefinition) => Promise<MadeChangeSet>;
}

/**
 * Null when there can be none: the stack cannot be updated as it is, or the deployment alone will know its template
 * ("Dynamic: … the target value depends on the result of an intrinsic function, such as a Ref or Fn::GetAtt, when the
 * stack is updated", API reference, ResourceChangeDetail); the deployment then treats it as without change sets.
 */
export async function planNestedChangeSet(
  call: CloudformationCall,
  parent: Parent,
  { logicalId, record, properties }: NestedResource,
): Promise<{ readonly made: MadeChangeSet; readonly entry: NestedChangeSet } | null> {
  if (isUnknown(properties.TemplateURL)) return null;
  const token = newToken();
  const stack = record ? await updatable(call, record) : created(call, parent, logicalId, token, properties);
  if (!stack) return null;
  const { frame } = parent;
  frame.hierarchy.nestedChangeSets += 1;
  if (frame.hierarchy.nestedChangeSets > LIMITS.nestedChangeSets) {
    throw validationError(`Hearth makes at most ${LIMITS.nestedChangeSets} nested change sets at a time.`);
  }
  const made = await make(call, parent, nestedFrame(parent, stack, logicalId, token), properties);
  const { changeSet, empty } = made;
  return { made, entry: { changeSetId: changeSet.id, stackId: stack.id, token, empty } };
}

/** Its name as recorded from AWS: `samcli-deploy1614800918-StackY-XBVUQ6I0JZWD` (aws/aws-sam-cli issue 2406). */
function nestedFrame({ frame, id }: Parent, stack: StackRecord, logicalId: string, token: string): ChangeSetFrame {
  return {
    name: physicalName({ stackName: frame.name, logicalId, token }, 128),
    type: stack.definition ? 'UPDATE' : 'CREATE',
    description: null,
    // Its parent does what the root's says: a nested stack that fails is rolled back, or deleted with the others.
    onStackFailure: null,
    includeNestedStacks: true,
    clientToken: null,
    parentChangeSetId: id,
    rootChangeSetId: frame.rootChangeSetId ?? id,
    stack,
    isNew: stack.definition === null,
    hierarchy: frame.hierarchy,
  };
}

/** In REVIEW_IN_PROGRESS until its change set is carried out. */
function created(
  call: CloudformationCall,
  { frame }: Parent,
  logicalId: string,
  token: string,
  { TimeoutInMinutes }: ValueMap,
): StackRecord {
  const { stack: parent } = frame;
  return {
    ...newStack(call, physicalName({ stackName: parent.name, logicalId, token }, LIMITS.stackNameLength)),
    timeoutMinutes: typeof TimeoutInMinutes === 'number' ? TimeoutInMinutes : null,
    parentId: parent.id,
    rootId: parent.rootId ?? parent.id,
  };
}

async function updatable(call: CloudformationCall, { status, current }: ResourceRecord): Promise<StackRecord | null> {
  const { physicalId } = current;
  if (physicalId === null || status === 'CREATE_FAILED') return null;
  const stack = await call.service.store.read(({ stacks }) => stacks.byId(physicalId));
  return stack?.definition && isUpdatable(stack) ? stack : null;
}

async function make(
  call: CloudformationCall,
  { definition, plan }: Parent,
  frame: ChangeSetFrame,
  properties: ValueMap,
): Promise<MadeChangeSet> {
  const { TemplateURL, Parameters = {}, Tags } = properties as unknown as NestedStack;
  const given = parametersOf(Parameters).map((it) => ({ ...it, isUnknown: isUnknown(it.ParameterValue) }));
  const { stack, isNew } = frame;
  try {
    const ready = await define(
      call,
      { TemplateURL, Parameters: given, Capabilities: definition.capabilities, ...(Tags && { Tags }) },
      { identity: stackIdentity(stack), previous: stack.definition, expands: true },
    );
    return await plan(call, frame, ready);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { changeSet: failed(newChangeSet(call, frame), error.message), stack, isNew, nested: [], empty: false };
  }
}
