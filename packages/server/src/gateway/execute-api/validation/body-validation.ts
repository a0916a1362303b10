import type { Clock } from '../../../kernel/clock.ts';
import type { ApiDocument } from '../../../services/apigateway/rules/api.ts';
import { modelUrl } from '../../../services/apigateway/rules/model.ts';
import { ValidationThread } from './validation-thread.ts';
import type { ValidationAnswer } from './validation-worker.ts';

/** A body, and the model of a deployed API that it has to adhere to. */
export interface Validation {
  readonly api: ApiDocument;
  readonly model: string;
  readonly body: Uint8Array;
}

/** `overrun`: it took too long, or too much memory. */
export type Verdict = ValidationAnswer | { readonly overrun: string };

interface Waiting extends Validation {
  readonly resolve: (verdict: Verdict) => void;
}

/** How many deployments' models the thread keeps compiled. */
const MAX_COMPILED = 200;

/**
 * Validates bodies on threads of their own, because models are their authors' and bodies are strangers': a pattern may
 * backtrack for ever, a schema recurse, and parsing 10 MB would hold up everybody's requests. A deployment of which
 * one validation overran shares a thread with others of its kind only.
 */
export class BodyValidation {
  readonly #lane: Lane;
  readonly #slowLane: Lane;
  readonly #overran = new WeakSet<ApiDocument>();

  constructor(clock: Clock) {
    this.#lane = new Lane(clock);
    this.#slowLane = new Lane(clock);
  }

  async validate(validation: Validation): Promise<Verdict> {
    const { api } = validation;
    const lane = this.#overran.has(api) ? this.#slowLane : this.#lane;
    const verdict = await lane.validate(validation);
    if ('overrun' in verdict) this.#overran.add(api);
    return verdict;
  }

  /** What still waits is not answered any more. */
  async close(): Promise<void> {
    await Promise.all([this.#lane.close(), this.#slowLane.close()]);
  }
}

/** One thread and what waits for it: APIs take turns. */
class Lane {
  readonly #thread: ValidationThread;
  readonly #waiting = new Map<string, Waiting[]>();
  /** The deployments that the running thread knows, by the numbers that it knows them by; oldest first. */
  readonly #compiled = new Map<ApiDocument, number>();
  #lastNumber = 0;
  #busy = false;

  constructor(clock: Clock) {
    this.#thread = new ValidationThread(clock);
  }

  validate(validation: Validation): Promise<Verdict> {
    return new Promise((resolve) => {
      const { id } = validation.api;
      const queue = this.#waiting.get(id) ?? [];
      this.#waiting.set(id, queue);
      queue.push({ ...validation, resolve });
      void this.#work();
    });
  }

  async close(): Promise<void> {
    this.#waiting.clear();
    await this.#thread.stop();
  }

  async #work(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    for (let next = this.#next(); next; next = this.#next()) next.resolve(await this.#run(next));
    this.#busy = false;
  }

  /** The first of the API whose turn it is; that one then waits behind the others. */
  #next(): Waiting | undefined {
    const [turn] = this.#waiting;
    if (!turn) return undefined;
    const [id, queue] = turn;
    const next = queue.shift();
    this.#waiting.delete(id);
    if (queue.length > 0) this.#waiting.set(id, queue);
    return next;
  }

  async #run({ api, model, body }: Waiting): Promise<Verdict> {
    if (!this.#thread.isRunning) this.#compiled.clear();
    const task = { ...this.#stageOf(api), model: modelUrl(api.id, model), body: Uint8Array.from(body) };
    return this.#thread.run(task).catch((error: Error) => ({ overrun: error.message }));
  }

  #stageOf(api: ApiDocument): { stage: number; models?: Map<string, string>; forget?: number } {
    const known = this.#compiled.get(api);
    if (known !== undefined) return { stage: known };
    const stage = (this.#lastNumber += 1);
    this.#compiled.set(api, stage);
    const models = new Map(Object.values(api.models).map(({ name, schema = '' }) => [modelUrl(api.id, name), schema]));
    const [oldest] = this.#compiled;
    if (!oldest || this.#compiled.size <= MAX_COMPILED) return { stage, models };
    this.#compiled.delete(oldest[0]);
    return { stage, models, forget: oldest[1] };
  }
}
