import { isOutage } from '../../../storage/outages.ts';
import type { CalledVia, Host } from '../../service.ts';
import type { CustomResources, ResourceContext } from '../resources/mapping/resource-type.ts';
import { systemTagsOf } from '../resources/mapping/tagging.ts';
import type { Incarnation, ResourceRecord } from '../store/records.ts';
import type { StackStore } from '../store/stack-store.ts';
import type { Journal } from './journal.ts';
import { stackIdentity } from './stack-identity.ts';

/** One phase of one stack's deployment, on its way. */
export interface Run {
  readonly host: Host;
  readonly store: StackStore;
  readonly journal: Journal;
  readonly custom: CustomResources;
  /** Aborted when the deployment is not to go on: a failure, a cancellation, a timeout. */
  readonly halt: AbortController;
}

/** The platform stops: nothing is recorded any more, a restart takes up what is under way. */
export class Interrupted extends Error {
  constructor() {
    super('the platform stops');
  }
}

/**
 * Throws when `failures` are not the resources' own: the platform stops, or its storage has an outage. They are not
 * recorded then, and nothing is given up for them; the journal tells where to go on, after a restart or a while.
 */
export function refuseWhenInterrupted({ host }: Run, ...failures: readonly unknown[]): void {
  if (host.signal.aborted) throw new Interrupted();
  const outage = failures.find(isOutage);
  if (outage !== undefined) throw outage;
}

/** What the resource's mapping gets. `created` keeps the physical id. */
export function contextOf(
  run: Run,
  { logicalId, type, updatedAt }: Pick<ResourceRecord, 'logicalId' | 'type' | 'updatedAt'>,
  incarnation: Pick<Incarnation, 'token'>,
  verb: string,
  created: (physicalId: string) => Promise<void> = async () => {},
): ResourceContext {
  const { host, journal, custom, halt } = run;
  const { stack, operation } = journal;
  const identity = stackIdentity(stack);
  const idToken = `${stack.id}/${logicalId}/${incarnation.token}`;
  const calledVia: CalledVia = { service: 'cloudformation.amazonaws.com', sourceArn: stack.id, token: idToken };
  return {
    ...identity,
    logicalId,
    type,
    idToken,
    since: updatedAt,
    systemTags: systemTagsOf(identity, logicalId),
    token: incarnation.token,
    step: `${operation.id}/${logicalId}/${incarnation.token}/${verb}`,
    aws: host.aws(stack, { ...operation.principal, calledVia }),
    clock: host.clock,
    changeSet: operation.nested?.[logicalId] ?? null,
    capabilities: (operation.target ?? stack.definition)?.capabilities ?? [],
    signal: AbortSignal.any([host.signal, halt.signal]),
    custom,
    created,
  };
}

/** What the event says: the service's own words, or that somebody else's failure put an end to it. */
export function failureReason(error: unknown, { halt }: Pick<Run, 'halt'>, cancelled: string): string {
  const aborted = error === halt.signal.reason || (error instanceof Error && error.name === 'AbortError');
  if (halt.signal.aborted && aborted) return cancelled;
  return error instanceof Error ? error.message : String(error);
}
