import { validationError } from '../errors.ts';
import type { Made, ResourceContext, ResourceType } from '../resources/mapping/resource-type.ts';
import type { Incarnation, ResourceRecord } from '../store/records.ts';
import { existing, typeOf } from './incarnations.ts';
import { contextOf, failureReason, refuseWhenInterrupted, type Run } from './run.ts';
import { maskedProperties } from './secrets.ts';

const REPLACING = 'Requested update requires the creation of a new physical resource; hence creating one.';

/** Makes a resource that is not there yet, or the one that takes the place of `replaced`. */
export async function createResource(
  run: Run,
  logicalId: string,
  next: Incarnation,
  secrets: readonly string[],
  replaced: Incarnation | null,
): Promise<void> {
  const { journal } = run;
  const type = typeOf(next.type);
  const chosenName = type.nameProperty !== undefined && next.properties[type.nameProperty] !== undefined;
  const verb = replaced ? 'UPDATE' : 'CREATE';
  const begun: ResourceRecord = {
    logicalId,
    type: next.type,
    status: `${verb}_IN_PROGRESS`,
    statusReason: null,
    updatedAt: 0,
    current: next,
    before: replaced,
    touchedBy: journal.operation.id,
    step: replaced ? 'replace' : 'create',
    unclaimed: !chosenName,
    done: false,
    reverted: false,
  };
  const record = await journal.saveResource(begun, {
    status: `${verb}_IN_PROGRESS`,
    reason: replaced ? REPLACING : null,
    physicalId: replaced?.physicalId ?? '',
    properties: maskedProperties(next.properties, secrets),
  });
  await make(run, type, record, secrets);
}

/** Does again what an earlier process, or an operation that failed, had begun; what it left behind is undone first. */
export async function recreateResource(run: Run, record: ResourceRecord, secrets: readonly string[]): Promise<void> {
  const type = typeOf(record.current.type);
  if (!type.resumable) {
    const left = await physicalIdOf(run, record);
    const context = contextOf(run, record, record.current, 'undo');
    if (left !== null) await type.delete(context, existing({ ...record.current, physicalId: left }));
  }
  const clean = await run.journal.saveResource({
    ...record,
    current: { ...record.current, physicalId: null },
    done: false,
  });
  await make(run, type, clean, secrets);
}

/** What is recorded of a resource, or what an interrupted creation has left of it that nobody has recorded. */
export async function physicalIdOf(run: Run, record: ResourceRecord): Promise<string | null> {
  const { physicalId, properties, type } = record.current;
  if (physicalId !== null || record.done || !record.unclaimed) return physicalId;
  return (await typeOf(type).find?.(contextOf(run, record, record.current, 'undo'), properties)) ?? null;
}

async function make(run: Run, type: ResourceType, begun: ResourceRecord, secrets: readonly string[]): Promise<void> {
  let record = begun;
  const { journal } = run;
  const verb = record.step === 'replace' ? 'UPDATE' : 'CREATE';
  const properties = maskedProperties(record.current.properties, secrets);
  const initiated = async (physicalId: string) => {
    if (record.current.physicalId !== null) return;
    record = await journal.saveResource(
      { ...record, current: { ...record.current, physicalId } },
      { status: `${verb}_IN_PROGRESS`, reason: 'Resource creation Initiated', properties },
    );
  };
  const context = contextOf(run, record, record.current, 'create', initiated);
  try {
    if (!record.unclaimed) record = await claimName(run, type, context, record);
    const made = await type.create(context, record.current.properties);
    await initiated(made.physicalId);
    record = await journal.saveResource(complete(record, made), { status: `${verb}_COMPLETE`, properties });
  } catch (error) {
    refuseWhenInterrupted(run, error);
    const reason = failureReason(error, run, 'Resource creation cancelled');
    await journal.saveResource({ ...record, done: true }, { status: `${verb}_FAILED`, reason, properties });
    throw error;
  }
}

/** From here on, what has the name that the template chose is ours. */
async function claimName(
  run: Run,
  type: ResourceType,
  context: ResourceContext,
  record: ResourceRecord,
): Promise<ResourceRecord> {
  const taken = (await type.find?.(context, record.current.properties)) ?? null;
  if (taken !== null) throw validationError(`${taken} already exists`);
  return run.journal.saveResource({ ...record, unclaimed: true });
}

function complete(record: ResourceRecord, { physicalId, attributes }: Made): ResourceRecord {
  return { ...record, done: true, current: { ...record.current, physicalId, attributes } };
}
