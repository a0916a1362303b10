import type { DeletionPolicy } from '../rules/template/template.ts';
import type { Incarnation, ResourceRecord } from '../store/records.ts';
import { physicalIdOf } from './create-resource.ts';
import { existing, typeOf } from './incarnations.ts';
import { contextOf, failureReason, refuseWhenInterrupted, type Run } from './run.ts';

export interface Deletion {
  readonly record: ResourceRecord;
  /** What of the record is deleted: the current incarnation or the one before. */
  readonly doomed: Incarnation;
  readonly policy: DeletionPolicy;
  /** The row goes too; otherwise it is of another incarnation. */
  readonly whole: boolean;
}

/** Deletes one physical resource, or leaves it where its policy says so. */
export async function deleteResource(run: Run, { record, doomed: known, policy, whole }: Deletion): Promise<void> {
  const { journal } = run;
  const physicalId = known === record.current ? await physicalIdOf(run, record) : known.physicalId;
  const doomed = { ...known, physicalId };
  const shown = { ...record, current: doomed };
  const finish = (event?: Parameters<typeof journal.tell>[1]) => {
    if (whole) return journal.removeResource(shown, event);
    return event ? journal.tell(shown, event) : Promise.resolve();
  };
  if (policy === 'Retain') return finish({ status: 'DELETE_SKIPPED' });
  // It was never made: AWS says nothing of it.
  if (physicalId === null) return finish();
  if (whole) await journal.saveResource(shown, { status: 'DELETE_IN_PROGRESS' });
  else await journal.tell(shown, { status: 'DELETE_IN_PROGRESS' });
  try {
    await typeOf(doomed.type).delete(contextOf(run, record, doomed, 'delete'), existing(doomed));
  } catch (error) {
    refuseWhenInterrupted(run, error);
    const event = { status: 'DELETE_FAILED', reason: failureReason(error, run, 'Resource deletion cancelled') };
    if (whole) await journal.saveResource(shown, event);
    else await journal.tell(shown, event);
    throw error;
  }
  await finish({ status: 'DELETE_COMPLETE' });
}
