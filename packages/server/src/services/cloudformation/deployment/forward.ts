import { resourceTypeNamed } from '../resources/index.ts';
import type { Scope } from '../rules/intrinsics/intrinsic.ts';
import type { Definition, Phase, ResourceRecord } from '../store/records.ts';
import { createResource, recreateResource } from './create-resource.ts';
import type { EventFacts } from './events.ts';
import { type ReadyDefinition, readyDefinition, resourceScope } from './definition-scope.ts';
import { nextIncarnation } from './incarnations.ts';
import { discardUnbegun } from './nested-change-sets.ts';
import { evaluateOutputs, publishExports } from './outputs.ts';
import { refuseWhenInterrupted, type Run } from './run.ts';
import { stackIdentity } from './stack-identity.ts';
import { applyUpdate, changeResource } from './update-resource.ts';
import { walk } from './walk.ts';

/** Creates and updates what the operation's target has; ends in `cleanup`, the end, or on the way back. */
export async function goForward(run: Run): Promise<void> {
  const { journal, store } = run;
  const target = journal.operation.target!;
  const imports = new Set<string>();
  try {
    const ready = readyDefinition(target, stackIdentity(journal.stack));
    const exports = await store.read((rows) => rows.exports.all(journal.stack));
    const scope = resourceScope(ready, {
      incarnation: (id) => journal.resource(id)?.current ?? null,
      exports: new Map(exports.map(({ name, value }) => [name, value])),
      onImport: (name) => imports.add(name),
    });
    const failures = await walk(ready.graph, (id) => bring(run, ready, id, scope), {
      keepGoing: false,
      signal: run.halt.signal,
      onFailure: (_, error) => run.halt.abort(error),
    });
    refuseWhenInterrupted(run, ...failures.values());
    if (failures.size > 0 || run.halt.signal.aborted)
      return await turnBack(run, failureText(run, [...failures.keys()]));
    await arrive(run, target, evaluateOutputs(ready, scope), [...imports]);
  } catch (error) {
    refuseWhenInterrupted(run, error);
    await turnBack(run, error instanceof Error ? error.message : String(error));
  }
}

/** One resource to what the target wants, whatever an earlier process has done of it already. */
async function bring(run: Run, ready: ReadyDefinition, logicalId: string, scope: Scope): Promise<void> {
  const record = run.journal.resource(logicalId);
  const mine = record?.touchedBy === run.journal.operation.id;
  if (record && mine && record.done && !record.status.endsWith('_FAILED')) return;
  if (record && mine && record.step === 'update') return applyUpdate(run, record, ready.secrets);
  if (record && mine && record.step !== null) return recreateResource(run, record, ready.secrets);
  const next = await evaluated(run, ready, logicalId, scope, record);
  if (!record) return createResource(run, logicalId, next, ready.secrets, null);
  if (record.status === 'CREATE_FAILED') {
    const again: ResourceRecord = {
      ...record,
      current: { ...next, token: record.current.token, physicalId: record.current.physicalId },
      touchedBy: run.journal.operation.id,
      step: 'create',
      before: null,
      reverted: false,
    };
    return recreateResource(run, again, ready.secrets);
  }
  return changeResource(run, record, next, ready.secrets);
}

/** A property that cannot be evaluated, or does not fit, fails its resource. */
async function evaluated(
  run: Run,
  ready: ReadyDefinition,
  logicalId: string,
  scope: Scope,
  record: ResourceRecord | undefined,
) {
  try {
    return nextIncarnation(ready, logicalId, scope, run.journal.operation.nested?.[logicalId]?.token);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const { journal } = run;
    const failed = record ?? unmade(ready, logicalId, journal.operation.id);
    const kept = {
      ...failed,
      touchedBy: journal.operation.id,
      step: record ? null : ('create' as const),
      before: null,
      done: true,
    };
    await journal.saveResource(kept, { status: record ? 'UPDATE_FAILED' : 'CREATE_FAILED', reason });
    throw error;
  }
}

function unmade({ template, graph }: ReadyDefinition, logicalId: string, operation: string): ResourceRecord {
  const { type } = template.resources[logicalId]!;
  return {
    logicalId,
    type,
    status: 'CREATE_FAILED',
    statusReason: null,
    updatedAt: 0,
    current: {
      type: resourceTypeNamed(type)?.name ?? type,
      physicalId: null,
      token: '',
      properties: {},
      attributes: {},
      metadata: null,
      deletionPolicy: 'Delete',
      updateReplacePolicy: 'Delete',
      dependsOn: graph.get(logicalId) ?? [],
    },
    before: null,
    touchedBy: operation,
    step: 'create',
    unclaimed: false,
    done: true,
    reverted: false,
  };
}

/** Everything is there: outputs and exports come into force, and a creation has come to its end. */
async function arrive(
  run: Run,
  target: Definition,
  outputs: ReturnType<typeof evaluateOutputs>,
  imports: readonly string[],
): Promise<void> {
  const { journal } = run;
  const { operation, stack } = journal;
  const created = operation.kind === 'CREATE';
  await journal.saveStack(
    (now) => ({ ...now, definition: target, outputs, operation: created ? null : { ...operation, phase: 'cleanup' } }),
    { status: created ? 'CREATE_COMPLETE' : 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS' },
    async (rows) => {
      await publishExports(rows, stack, stack.id, outputs);
      await rows.exports.replaceImports(stack, stack.id, imports);
      await discardUnbegun(rows, operation, run.host.clock.now());
    },
  );
}

/** The deployment has failed: back to what was there, or stop where it is. */
async function turnBack(run: Run, reason: string): Promise<void> {
  const { journal } = run;
  const { operation } = journal;
  if (operation.onFailure === 'DO_NOTHING') return stopHere(run, reason);
  const turned = (phase: Phase, event: EventFacts) =>
    journal.saveStack(
      (now) => ({ ...now, operation: { ...operation, phase } }),
      event,
      (rows) => discardUnbegun(rows, operation, run.host.clock.now()),
    );
  if (operation.kind === 'UPDATE') return turned('rollback', { status: 'UPDATE_ROLLBACK_IN_PROGRESS', reason });
  const deletes = operation.onFailure === 'DELETE';
  return turned('removal', {
    status: deletes ? 'DELETE_IN_PROGRESS' : 'ROLLBACK_IN_PROGRESS',
    reason: `${reason.trimEnd().replace(/\.$/, '')}. ${deletes ? 'Delete' : 'Rollback'} requested by user.`,
  });
}

/** What failed in place is tried again by the next update: its record says what it was before. */
async function stopHere(run: Run, reason: string): Promise<void> {
  const { journal } = run;
  const { operation } = journal;
  for (const record of journal.resources()) {
    if (record.touchedBy !== operation.id) continue;
    const failed = record.status === 'UPDATE_FAILED' && record.before !== null;
    const current = failed
      ? { ...record.before, physicalId: record.current.physicalId ?? record.before.physicalId }
      : record.current;
    await journal.saveResource({ ...record, current, before: null, touchedBy: null, step: null });
  }
  await journal.saveStack(
    (now) => ({ ...now, definition: operation.target, operation: null }),
    { status: operation.kind === 'CREATE' ? 'CREATE_FAILED' : 'UPDATE_FAILED', reason },
    (rows) => discardUnbegun(rows, operation, run.host.clock.now()),
  );
}

function failureText(run: Run, failed: readonly string[]): string {
  const { reason } = run.halt.signal;
  if (typeof reason === 'string') return reason;
  const { journal } = run;
  const created = failed.filter((id) => journal.resource(id)?.status === 'CREATE_FAILED');
  const updated = failed.filter((id) => !created.includes(id));
  const texts = [
    ...(created.length > 0 ? [`The following resource(s) failed to create: [${created.join(', ')}]. `] : []),
    ...(updated.length > 0 ? [`The following resource(s) failed to update: [${updated.join(', ')}]. `] : []),
  ];
  return texts.join('');
}
