import { validationError } from '../errors.ts';
import { sameValue, textual } from '../rules/values.ts';
import type { Incarnation, ResourceRecord } from '../store/records.ts';
import { createResource } from './create-resource.ts';
import { existing, needsReplacement, typeOf } from './incarnations.ts';
import { contextOf, failureReason, refuseWhenInterrupted, type Run } from './run.ts';
import { maskedProperties } from './secrets.ts';

/** Leads a resource that is there to what the template now wants: nothing, an update in place, or a replacement. */
export async function changeResource(
  run: Run,
  record: ResourceRecord,
  next: Incarnation,
  secrets: readonly string[],
): Promise<void> {
  const { current } = record;
  if (current.type !== next.type) throw await refuse(run, record, 'Update of resource type is not permitted.');
  const type = typeOf(next.type);
  const kept = { ...next, physicalId: current.physicalId, token: current.token, attributes: current.attributes };
  if (!type.alwaysUpdates && sameValue(current.properties, next.properties) && record.status !== 'UPDATE_FAILED') {
    const same = sameValue({ ...kept, attributes: {} }, { ...current, attributes: {} });
    if (!same)
      await run.journal.saveResource({
        ...record,
        current: kept,
        before: current,
        touchedBy: run.journal.operation.id,
        step: 'update',
        done: true,
        reverted: false,
      });
    return;
  }
  if (!needsReplacement(type, current.properties, next.properties)) return updateInPlace(run, record, kept, secrets);
  const name = type.nameProperty === undefined ? undefined : next.properties[type.nameProperty];
  if (name !== undefined && name === current.properties[type.nameProperty!]) {
    throw await refuse(
      run,
      record,
      `CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename ${textual(name)} and update the stack again.`,
    );
  }
  return createResource(run, record.logicalId, next, secrets, current);
}

async function updateInPlace(
  run: Run,
  record: ResourceRecord,
  next: Incarnation,
  secrets: readonly string[],
): Promise<void> {
  const properties = maskedProperties(next.properties, secrets);
  const touched: ResourceRecord = {
    ...record,
    current: next,
    before: record.current,
    touchedBy: run.journal.operation.id,
    step: 'update',
    done: false,
    reverted: false,
  };
  await applyUpdate(
    run,
    await run.journal.saveResource(touched, { status: 'UPDATE_IN_PROGRESS', properties }),
    secrets,
  );
}

/** Leads from `before` to `current`; an update that was interrupted runs again from the start. */
export async function applyUpdate(run: Run, record: ResourceRecord, secrets: readonly string[]): Promise<void> {
  const { current, before } = record;
  const type = typeOf(current.type);
  const properties = maskedProperties(current.properties, secrets);
  try {
    const context = contextOf(run, record, current, 'update');
    const made = await type.update!(context, existing(before!), current.properties);
    await run.journal.saveResource(
      { ...record, current: { ...current, ...made }, done: true },
      { status: 'UPDATE_COMPLETE', properties },
    );
  } catch (error) {
    refuseWhenInterrupted(run, error);
    const reason = failureReason(error, run, 'Resource update cancelled');
    await run.journal.saveResource({ ...record, done: true }, { status: 'UPDATE_FAILED', reason, properties });
    throw error;
  }
}

/** The resource stays as it is; its failure is on record. */
async function refuse(run: Run, record: ResourceRecord, reason: string): Promise<Error> {
  await run.journal.saveResource(
    { ...record, touchedBy: run.journal.operation.id, before: null, step: null, done: true },
    { status: 'UPDATE_FAILED', reason },
  );
  return validationError(reason);
}
