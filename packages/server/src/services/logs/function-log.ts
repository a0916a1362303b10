import type { FunctionLogEntry } from '../../engine/engine.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Logger } from '../../kernel/logger.ts';
import type { EventStore, Target } from './event-store.ts';
import type { LogStore } from './store.ts';

interface KnownStream extends Target {
  /** When it was last seen in storage, epoch milliseconds. */
  readonly seenAt: number;
}

/** Another node's deletion of a group is noticed after this long. Our own at once. */
const TRUST_MS = 1_000;
const MAX_KNOWN = 10_000;
/** Readers do not wait for it: they flush. A batch costs a row of activity per stream, whatever it holds. */
const GATHER_MS = 20;

/**
 * Lines of functions on their way to the event store. `append` only keeps them; what arrives within some milliseconds
 * is written together. Groups and streams are made when their first line comes, as Lambda does.
 */
export class FunctionLog {
  readonly #store: LogStore;
  readonly #events: EventStore;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #known = new Map<string, KnownStream>();
  #pending: FunctionLogEntry[] = [];
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> = Promise.resolve();

  constructor(store: LogStore, events: EventStore, clock: Clock, logger: Logger) {
    this.#store = store;
    this.#events = events;
    this.#clock = clock;
    this.#logger = logger;
  }

  append(entries: readonly FunctionLogEntry[]): void {
    this.#timer ??= setTimeout(() => void this.flush(), GATHER_MS).unref();
    for (const entry of entries) this.#pending.push(entry);
  }

  /** Resolves when everything appended before is with the event store. */
  flush(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#writing = this.#writing.then(() => this.#writePending());
    return this.#writing;
  }

  /** To be called when streams were deleted: their next lines make them anew. */
  forget(gone: (stream: Target) => boolean): void {
    for (const [key, stream] of this.#known) if (gone(stream)) this.#known.delete(key);
  }

  async #writePending(): Promise<void> {
    const entries = this.#pending;
    this.#pending = [];
    for (const [key, batch] of Map.groupBy(
      entries.filter(({ message }) => message !== ''),
      streamKey,
    )) {
      try {
        this.#events.append(
          await this.#target(key, batch[0] as FunctionLogEntry),
          batch.map(toEvent),
          this.#clock.now(),
        );
      } catch (cause) {
        this.#logger.error('log lines of a function were lost', {
          group: batch[0]?.group,
          stream: batch[0]?.stream,
          lines: batch.length,
          cause,
        });
      }
    }
  }

  async #target(key: string, entry: FunctionLogEntry): Promise<Target> {
    const now = this.#clock.now();
    const known = this.#known.get(key);
    if (known && now - known.seenAt < TRUST_MS) return { groupId: known.groupId, streamId: known.streamId };
    const target = await this.#resolve(entry, now);
    if (this.#known.size >= MAX_KNOWN) this.#known.clear();
    this.#known.set(key, { ...target, seenAt: now });
    return target;
  }

  async #resolve({ account, region, group, stream }: FunctionLogEntry, now: number): Promise<Target> {
    const scope = { account, region };
    const owner = await this.#store.group(scope, group);
    const row =
      (owner && (await this.#store.stream(owner.id, stream))) ??
      (await this.#store.ensureStream(scope, group, stream, now));
    return { groupId: row.groupId, streamId: row.id };
  }
}

function streamKey({ account, region, group, stream }: FunctionLogEntry): string {
  return `${account}:${region}:${group}:${stream}`;
}

function toEvent({ timestamp, message }: FunctionLogEntry): { timestamp: number; message: string } {
  return { timestamp: Math.floor(timestamp), message };
}
