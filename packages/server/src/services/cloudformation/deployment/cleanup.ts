import { reversed } from '../rules/template/graph.ts';
import { isPresent } from '../rules/template/references.ts';
import { deleteResource, type Deletion } from './delete-resource.ts';
import { readyDefinition } from './definition-scope.ts';
import { refuseWhenInterrupted, type Run } from './run.ts';
import { stackIdentity } from './stack-identity.ts';
import { walk } from './walk.ts';

/** Deletes what an update has made superfluous, or, on the way back, what it had made. What cannot be deleted is left behind. */
export async function cleanUp(run: Run): Promise<void> {
  const { journal } = run;
  const { operation } = journal;
  const back = operation.phase === 'rollback-cleanup';
  const deletions = new Map((back ? madeByUpdate(run) : superfluous(run)).map((it) => [it.record.logicalId, it]));
  const graph = reversed(new Map([...deletions].map(([id, { doomed }]) => [id, doomed.dependsOn])));
  const failures = await walk(graph, (id) => attempt(run, deletions.get(id)!), {
    keepGoing: true,
    signal: run.halt.signal,
  });
  refuseWhenInterrupted(run, ...failures.values());
  for (const record of journal.resources()) {
    if (record.touchedBy === null && record.before === null) continue;
    await journal.saveResource({ ...record, before: null, touchedBy: null, step: null, reverted: false });
  }
  await journal.saveStack((now) => ({ ...now, operation: null, updatedAt: run.host.clock.now() }), {
    status: back ? 'UPDATE_ROLLBACK_COMPLETE' : 'UPDATE_COMPLETE',
  });
}

/** What a service refuses to delete is left behind, as AWS does: the stack knows nothing of it any more. */
async function attempt(run: Run, deletion: Deletion): Promise<void> {
  try {
    await deleteResource(run, deletion);
  } catch (error) {
    refuseWhenInterrupted(run, error);
    run.host.logger.warn('a stack leaves a resource behind', {
      stack: run.journal.stack.id,
      resource: deletion.record.logicalId,
      cause: error,
    });
    if (deletion.whole) await run.journal.removeResource(deletion.record);
  }
}

function superfluous(run: Run): Deletion[] {
  const { journal } = run;
  const { template, base } = readyDefinition(journal.operation.target!, stackIdentity(journal.stack));
  const wanted = (id: string) => Object.hasOwn(template.resources, id) && isPresent(template.resources[id]!, base);
  return journal.resources().flatMap((record): Deletion[] => {
    const { logicalId, current, before } = record;
    if (!wanted(logicalId)) return [{ record, doomed: current, policy: current.deletionPolicy, whole: true }];
    if (!before || before.physicalId === current.physicalId) return [];
    return [{ record, doomed: before, policy: before.updateReplacePolicy, whole: false }];
  });
}

/** A Retain of what was only just made keeps it, unless it says RetainExceptOnCreate or the caller asked otherwise. */
function madeByUpdate(run: Run): Deletion[] {
  const { journal } = run;
  const { id: operationId, retainExceptOnCreate } = journal.operation;
  return journal.resources().flatMap((record): Deletion[] => {
    const { touchedBy, step, current, before } = record;
    if (touchedBy !== operationId) return [];
    const policy = retainExceptOnCreate || current.deletionPolicy !== 'Retain' ? 'Delete' : 'Retain';
    if (step === 'create') return [{ record, doomed: current, policy, whole: true }];
    if (step !== 'replace' || !before) return [];
    return [{ record, doomed: before, policy: 'Delete', whole: false }];
  });
}
