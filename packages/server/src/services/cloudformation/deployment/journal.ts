import type { Clock } from '../../../kernel/clock.ts';
import type { OperationRecord, ResourceRecord, StackRecord } from '../store/records.ts';
import type { Rows, StackStore } from '../store/stack-store.ts';
import { type EventFacts, resourceEvent, stackEvent } from './events.ts';

/** What one stack's deployment has done so far. Every change is committed, with its event, before the work goes on. */
export class Journal {
  readonly #store: StackStore;
  readonly #clock: Clock;
  readonly #resources: Map<string, ResourceRecord>;
  /** As it was when the phase began. */
  readonly stack: StackRecord;
  readonly operation: OperationRecord;

  private constructor(store: StackStore, clock: Clock, stack: StackRecord, resources: readonly ResourceRecord[]) {
    this.#store = store;
    this.#clock = clock;
    this.stack = stack;
    this.operation = stack.operation!;
    this.#resources = new Map(resources.map((resource) => [resource.logicalId, resource]));
  }

  /** Null when the stack has nothing under way. */
  static async open(store: StackStore, clock: Clock, stackId: string): Promise<Journal | null> {
    const { stack, resources } = await store.read(async ({ stacks }) => ({
      stack: await stacks.byId(stackId),
      resources: await stacks.resources(stackId),
    }));
    return stack?.operation && !stack.operation.paused ? new Journal(store, clock, stack, resources) : null;
  }

  resources(): readonly ResourceRecord[] {
    return [...this.#resources.values()];
  }

  resource(logicalId: string): ResourceRecord | undefined {
    return this.#resources.get(logicalId);
  }

  /** Keeps the resource as it is now; with `event`, its status and reason are the event's. */
  async saveResource(resource: ResourceRecord, event?: EventFacts): Promise<ResourceRecord> {
    const at = this.#clock.now();
    const kept: ResourceRecord = event
      ? {
          ...resource,
          status: event.status as ResourceRecord['status'],
          statusReason: event.reason ?? null,
          updatedAt: at,
        }
      : resource;
    await this.#store.write(async ({ stacks }) => {
      await stacks.saveResource(this.stack.id, kept);
      if (event) await stacks.addEvents(this.stack.id, [this.#resourceEvent(kept, event, at)]);
    });
    this.#resources.set(kept.logicalId, kept);
    return kept;
  }

  async removeResource(resource: ResourceRecord, event?: EventFacts): Promise<void> {
    const at = this.#clock.now();
    await this.#store.write(async ({ stacks }) => {
      await stacks.deleteResource(this.stack.id, resource.logicalId);
      if (event) await stacks.addEvents(this.stack.id, [this.#resourceEvent(resource, event, at)]);
    });
    this.#resources.delete(resource.logicalId);
  }

  /** An event of a resource whose row stays as it is. */
  async tell(resource: ResourceRecord, event: EventFacts): Promise<void> {
    const at = this.#clock.now();
    await this.#store.write(({ stacks }) =>
      stacks.addEvents(this.stack.id, [this.#resourceEvent(resource, event, at)]),
    );
  }

  /** Changes the stack's row; with `event`, its status and reason are the event's. */
  async saveStack(
    change: (stack: StackRecord) => StackRecord,
    event?: EventFacts,
    more?: (rows: Rows) => Promise<void>,
  ): Promise<void> {
    const at = this.#clock.now();
    await this.#store.write(async (rows) => {
      const now = (await rows.stacks.byId(this.stack.id))!;
      // A DeleteStack has taken the place of this operation.
      if (now.operation?.id !== this.operation.id) return;
      const changed = change(now);
      const status = event ? { status: event.status as StackRecord['status'], statusReason: event.reason ?? null } : {};
      await rows.stacks.save({ ...changed, ...status });
      if (event) {
        await rows.stacks.addEvents(this.stack.id, [stackEvent(this.stack, at, event, this.operation.clientToken)]);
      }
      await more?.(rows);
    });
  }

  #resourceEvent(resource: ResourceRecord, event: EventFacts, at: number) {
    const physicalId = event.physicalId === undefined ? resource.current.physicalId : event.physicalId;
    return resourceEvent({ at, clientToken: this.operation.clientToken }, resource, { ...event, physicalId });
  }
}
