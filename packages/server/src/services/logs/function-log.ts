import type { LogSource } from '../../engine/engine.ts';
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
 * Lines of functions on their way to the event store. Their streams keep them until they are taken: what arrives within
 * some milliseconds is written together. Groups and streams are made when their first line comes, as Lambda does.
 */
export class FunctionLog {
  readonly #store: LogStore;
  readonly #events: EventStore;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #known = new Map<string, KnownStream>();
  #ready: LogSource[] = [];
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> = Promise.resolve();

  constructor(store: LogStore, events: EventStore, clock: Clock, logger: Logger) {
    this.#store = store;
    this.#events = events;
    this.#clock = clock;
    this.#logger = logger;
  }

  ready(source: LogSource): void {
    this.#timer ??= setTimeout(() => void this.flush(), GATHER_MS).unref();
    this.#ready.push(source);
  }

  /** Resolves when everything that came before is with the event store. */
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
    const sources = this.#ready;
    this.#ready = [];
    for (const source of sources) {
      const packed = source.take();
      if (packed.length === 0) continue;
      try {
        this.#events.append(this.#trusted(source) ?? (await this.#find(source)), packed, this.#clock.now());
      } catch (cause) {
        const { group, stream } = source;
        const lines = packed.reduce((sum, { count }) => sum + count, 0);
        this.#logger.error('log lines of a function were lost', { group, stream, lines, cause });
      }
    }
  }

  #trusted(source: LogSource): Target | null {
    const known = this.#known.get(keyOf(source));
    if (!known || this.#clock.now() - known.seenAt >= TRUST_MS) return null;
    return { groupId: known.groupId, streamId: known.streamId };
  }

  async #find(source: LogSource): Promise<Target> {
    const now = this.#clock.now();
    const target = await this.#resolve(source, now);
    if (this.#known.size >= MAX_KNOWN) this.#known.clear();
    this.#known.set(keyOf(source), { ...target, seenAt: now });
    return target;
  }

  async #resolve({ account, region, group, stream }: LogSource, now: number): Promise<Target> {
    const scope = { account, region };
    const owner = await this.#store.group(scope, group);
    const row =
      (owner && (await this.#store.stream(owner.id, stream))) ??
      (await this.#store.ensureStream(scope, group, stream, now));
    return { groupId: row.groupId, streamId: row.id };
  }
}

function keyOf({ account, region, group, stream }: LogSource): string {
  return `${account}:${region}:${group}:${stream}`;
}
