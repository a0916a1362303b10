import { reversed } from '../rules/template/graph.ts';
import type { DeletionPolicy } from '../rules/template/template.ts';
import type { OperationRecord, ResourceRecord } from '../store/records.ts';
import { deleteResource } from './delete-resource.ts';
import { discardChangeSets } from './nested-change-sets.ts';
import { refuseWhenInterrupted, type Run } from './run.ts';
import { walk } from './walk.ts';

/** Deletes everything: DeleteStack, and a creation that has failed. */
export async function removeAll(run: Run): Promise<void> {
  const { journal } = run;
  const { operation } = journal;
  const graph = reversed(new Map(journal.resources().map((it) => [it.logicalId, it.current.dependsOn])));
  const failures = await walk(graph, (id) => remove(run, journal.resource(id)!), {
    keepGoing: true,
    signal: run.halt.signal,
  });
  refuseWhenInterrupted(run, ...failures.values());
  const deletes = operation.kind === 'DELETE' || operation.onFailure === 'DELETE';
  if (failures.size > 0) {
    return journal.saveStack((now) => ({ ...now, operation: null }), {
      status: deletes ? 'DELETE_FAILED' : 'ROLLBACK_FAILED',
      reason: `The following resource(s) failed to delete: [${[...failures.keys()].join(', ')}]. `,
    });
  }
  if (!deletes) return journal.saveStack((now) => ({ ...now, operation: null }), { status: 'ROLLBACK_COMPLETE' });
  await journal.saveStack(
    (now) => ({ ...now, operation: null, deletedAt: run.host.clock.now() }),
    { status: 'DELETE_COMPLETE' },
    async (rows) => {
      const { stack } = journal;
      await rows.exports.replaceExports(stack, stack.id, []);
      await rows.exports.replaceImports(stack, stack.id, []);
      await discardChangeSets(rows, stack.id, run.host.clock.now());
      await rows.requests.deleteOfStack(stack.id);
    },
  );
}

async function remove(run: Run, record: ResourceRecord): Promise<void> {
  // Also what an update that has failed, or a cleanup that was cut short, has left of it.
  if (record.before && record.before.physicalId !== record.current.physicalId) {
    await deleteResource(run, {
      record,
      doomed: record.before,
      policy: record.before.updateReplacePolicy,
      whole: false,
    });
  }
  await deleteResource(run, {
    record,
    doomed: record.current,
    policy: policyOf(run.journal.operation, record),
    whole: true,
  });
}

/** RetainExceptOnCreate keeps what a later DeleteStack finds, not what a failed creation had made. */
function policyOf({ kind, skipped, retainExceptOnCreate }: OperationRecord, record: ResourceRecord): DeletionPolicy {
  if (skipped.includes(record.logicalId)) return 'Retain';
  const policy = record.current.deletionPolicy;
  if (kind === 'DELETE') return policy === 'RetainExceptOnCreate' ? 'Retain' : policy;
  return policy === 'Retain' && !retainExceptOnCreate ? 'Retain' : 'Delete';
}
