import { sameValue } from '../rules/values.ts';
import type { ResourceType } from '../resources/mapping/resource-type.ts';
import type { ResourceRecord } from '../store/records.ts';
import { physicalIdOf } from './create-resource.ts';
import { existing, typeOf } from './incarnations.ts';
import { contextOf, failureReason, refuseWhenInterrupted, type Run } from './run.ts';
import { walk } from './walk.ts';

/** Every resource that the failed update has changed goes back to what it was; what it added is left for the cleanup. */
export async function goBack(run: Run): Promise<void> {
  const { journal } = run;
  const { operation } = journal;
  const touched = journal
    .resources()
    .filter((record) => record.touchedBy === operation.id && record.step !== 'create' && !record.reverted);
  const graph = new Map(touched.map((record) => [record.logicalId, (record.before ?? record.current).dependsOn]));
  const failures = await walk(graph, (id) => revert(run, journal.resource(id)!), {
    keepGoing: true,
    signal: run.halt.signal,
  });
  refuseWhenInterrupted(run, ...failures.values());
  if (failures.size > 0) {
    const reason = `The following resource(s) failed to update: [${[...failures.keys()].join(', ')}]. `;
    return journal.saveStack((now) => ({ ...now, operation: { ...operation, paused: true } }), {
      status: 'UPDATE_ROLLBACK_FAILED',
      reason,
    });
  }
  await journal.saveStack((now) => ({ ...now, operation: { ...operation, phase: 'rollback-cleanup' } }), {
    status: 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
  });
}

async function revert(run: Run, record: ResourceRecord): Promise<void> {
  const { journal } = run;
  const { before, current } = record;
  const reverted = { ...record, reverted: true, done: true };
  if (!before) return void (await journal.saveResource(reverted, { status: 'UPDATE_COMPLETE' }));
  if (journal.operation.skipped.includes(record.logicalId)) {
    return void (await journal.saveResource(
      { ...reverted, current: before, before: null },
      { status: 'UPDATE_COMPLETE' },
    ));
  }
  if (record.step === 'replace') {
    const left = { ...current, physicalId: await physicalIdOf(run, record) };
    const swapped = { ...reverted, type: before.type, current: before, before: left };
    return void (await journal.saveResource(swapped, { status: 'UPDATE_COMPLETE' }));
  }
  const type = typeOf(before.type);
  if (!type.alwaysUpdates && sameValue(before.properties, current.properties)) {
    return void (await journal.saveResource({ ...reverted, current: before, before: null }));
  }
  await updateBack(run, record, type);
}

async function updateBack(run: Run, record: ResourceRecord, type: ResourceType): Promise<void> {
  const { journal } = run;
  const { current } = record;
  const before = record.before!;
  await journal.saveResource(record, { status: 'UPDATE_IN_PROGRESS' });
  try {
    const context = contextOf(run, record, before, 'update-back');
    const made = type.restore
      ? await type.restore(context, existing(current), existing(before))
      : await type.update!(context, existing(current), before.properties);
    await journal.saveResource(
      { ...record, current: { ...before, ...made }, before: null, reverted: true, done: true },
      { status: 'UPDATE_COMPLETE' },
    );
  } catch (error) {
    refuseWhenInterrupted(run, error);
    const reason = failureReason(error, run, 'Resource update cancelled');
    await journal.saveResource(record, { status: 'UPDATE_FAILED', reason });
    throw error;
  }
}
