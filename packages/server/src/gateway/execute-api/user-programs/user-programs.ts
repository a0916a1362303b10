import type { Clock } from '../../../kernel/clock.ts';
import type { Logger } from '../../../kernel/logger.ts';
import type { ApiDocument } from '../../../services/apigateway/rules/api.ts';
import { modelUrl } from '../../../services/apigateway/rules/model.ts';
import type { Rendered, TemplateScope } from '../vtl/templates.ts';
import type { Input, Job, JobName, Output } from './jobs.ts';
import type { KnownModels } from './known-models.ts';
import { firstMatch, isCheap } from './patterns.ts';
import { ProgramOverrun, ProgramProcess } from './program-process.ts';

type JobFor = (models: KnownModels) => Job;

interface Waiting {
  readonly jobFor: JobFor;
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Runs what API users wrote (models, mapping templates, patterns) on what strangers send, in processes of their own: a
 * pattern may backtrack for ever, a template recurse or double a text, and parsing 10 MB would hold up everybody's
 * requests. A deployment of which one job overran shares a process with others of its kind only.
 *
 * Every operation rejects with ProgramOverrun when a job took too long or too much memory, with another Error when the
 * program itself failed.
 */
export class UserPrograms {
  readonly #logger: Logger;
  readonly #lane: Lane;
  readonly #slowLane: Lane;
  readonly #overran = new WeakSet<ApiDocument>();

  constructor(clock: Clock, logger: Logger) {
    this.#logger = logger;
    this.#lane = new Lane(clock);
    this.#slowLane = new Lane(clock);
  }

  /** What is wrong with a body by a model of the deployed API. */
  validate(api: ApiDocument, model: string, body: Uint8Array): Promise<readonly string[]> {
    const url = modelUrl(api.id, model);
    return this.#run(api, 'validate', (models) => ({ ...models.introduce(api), model: url, body }));
  }

  /** Renders a mapping template. */
  render(api: ApiDocument, template: string, scope: TemplateScope): Promise<Rendered> {
    return this.#run(api, 'render', () => ({ template, scope }));
  }

  /** What JSONPaths find in a body, as texts; null: nothing. */
  async read(api: ApiDocument, body: string, paths: readonly string[]): Promise<readonly (string | null)[]> {
    return paths.length === 0 ? [] : this.#run(api, 'read', () => ({ body, paths }));
  }

  /** The index of the first pattern that matches the whole text; -1: none. What surely ends soon is matched in place. */
  async match(api: ApiDocument, patterns: readonly string[], text: string): Promise<number> {
    if (patterns.every((pattern) => isCheap(pattern, text))) return firstMatch(patterns, text);
    return this.#run(api, 'match', () => ({ patterns, text }));
  }

  /** What still waits is not answered any more. */
  async close(): Promise<void> {
    await Promise.all([this.#lane.close(), this.#slowLane.close()]);
  }

  async #run<Name extends JobName>(
    api: ApiDocument,
    name: Name,
    input: (models: KnownModels) => Input<Name>,
  ): Promise<Output<Name>> {
    const lane = this.#overran.has(api) ? this.#slowLane : this.#lane;
    try {
      return (await lane.run(api.id, (models) => ({ name, input: input(models) }) as Job)) as Output<Name>;
    } catch (error) {
      if (error instanceof ProgramOverrun) {
        this.#overran.add(api);
        this.#logger.warn(error.message, { api: api.id });
      }
      throw error;
    }
  }
}

/** One process and what waits for it: APIs take turns. */
class Lane {
  readonly #process: ProgramProcess;
  readonly #waiting = new Map<string, Waiting[]>();
  #busy = false;

  constructor(clock: Clock) {
    this.#process = new ProgramProcess(clock);
  }

  run(apiId: string, jobFor: JobFor): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const queue = this.#waiting.get(apiId) ?? [];
      this.#waiting.set(apiId, queue);
      queue.push({ jobFor, resolve, reject });
      void this.#work();
    });
  }

  async close(): Promise<void> {
    this.#waiting.clear();
    await this.#process.stop();
  }

  async #work(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    for (let next = this.#next(); next; next = this.#next()) {
      await this.#process.run(next.jobFor).then(next.resolve, next.reject);
    }
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
}
