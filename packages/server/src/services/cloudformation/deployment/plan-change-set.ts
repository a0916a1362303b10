import { AwsError } from '../../../kernel/errors.ts';
import type { CloudformationCall } from '../operation.ts';
import { isUnknown } from '../rules/intrinsics/unknown.ts';
import type { ChangeSetRecord } from '../store/change-set-rows.ts';
import type { NestedChangeSet } from '../store/records.ts';
import { type ChangeSetFrame, failed, type MadeChangeSet, newChangeSet } from './change-set-frame.ts';
import type { ReadyDefinition } from './definition-scope.ts';
import { sameOutcome } from './outcome.ts';
import { type PlanNested, planChanges } from './plan.ts';
import { planNestedChangeSet } from './plan-nested-change-set.ts';

const NO_CHANGES =
  "The submitted information didn't contain changes. Submit different information to create a change set.";
/** What a template with macros is told instead. */
const NO_UPDATES = 'No updates are to be performed.';

/** The changes of a stack and, when they are included, of its nested stacks. What is wrong with values fails the change set, not the request. */
export async function planChangeSet(
  call: CloudformationCall,
  frame: ChangeSetFrame,
  ready: ReadyDefinition,
): Promise<MadeChangeSet> {
  const { stack, isNew, type } = frame;
  const { resources, exports } = await call.service.store.read(async (rows) => ({
    resources: isNew ? [] : await rows.stacks.resources(stack.id),
    exports: await rows.exports.all(call),
  }));
  const begun = newChangeSet(call, frame);
  const nested = new Map<string, { readonly made: MadeChangeSet; readonly entry: NestedChangeSet }>();
  const planNested: PlanNested = async (resource) => {
    if (!frame.includeNestedStacks) return null;
    const parent = { frame, id: begun.id, definition: ready.definition, plan: planChangeSet };
    const inner = await planNestedChangeSet(call, parent, resource);
    if (inner) nested.set(resource.logicalId, inner);
    return inner?.entry ?? null;
  };
  const values = new Map(exports.map((it) => [it.name, it.value]));
  const outcome = await attempt(() => planChanges(ready, stack, resources, values, planNested));
  const entries = [...nested].map(([id, { entry }]) => [id, entry] as const);
  const same = entries.filter(([, it]) => it.empty).map(([id]) => id);
  // With a parameter that is not known yet, a condition may come out otherwise.
  const settled = !outcome.failure && !isUnknown(ready.definition.parameters);
  const empty = type !== 'CREATE' && settled && outcome.changes.length === 0 && sameOutcome(stack, ready, same);
  const noChanges = ready.template.transforms.length > 0 ? NO_UPDATES : NO_CHANGES;
  const made = [...nested.values()].map((it) => it.made);
  const failure = outcome.failure ?? nestedFailure(made) ?? (empty ? noChanges : null);
  const changeSet: ChangeSetRecord = {
    ...begun,
    definition: ready.definition,
    changes: outcome.changes,
    nested: Object.fromEntries(entries),
  };
  return { changeSet: failure === null ? changeSet : failed(changeSet, failure), stack, isNew, nested: made, empty };
}

/**
 * The words are recorded from AWS (aws/aws-sam-cli issue 2406). One that contains no changes is FAILED too, and the root
 * is not (aws/copilot-cli issue 4426).
 */
function nestedFailure(nested: readonly MadeChangeSet[]): string | null {
  const broken = nested.find(({ changeSet, empty }) => changeSet.status === 'FAILED' && !empty);
  return broken ? `Nested change set ${broken.changeSet.id} was not successfully created: Currently in FAILED.` : null;
}

async function attempt(plan: () => ReturnType<typeof planChanges>) {
  try {
    return { changes: await plan(), failure: null };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { changes: [], failure: error.message };
  }
}
