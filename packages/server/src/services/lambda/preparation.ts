import type { Clock } from '../../kernel/clock.ts';
import { uuid } from '../../kernel/ids.ts';
import type { Logger } from '../../kernel/logger.ts';
import type { Engine, PrepareFailure } from '../../engine/engine.ts';
import type { Storage } from '../../storage/storage.ts';
import { ACTIVE, type FunctionVersion, SUCCESSFUL } from './function-version.ts';
import { specKey, toSpec } from './rules/function-spec.ts';
import { countChange } from './store/functions.ts';
import type { LambdaTables } from './store/tables.ts';
import type { VersionStore } from './store/versions.ts';

export interface PreparationOptions {
  readonly storage: Storage;
  readonly engine: Engine;
  readonly versions: VersionStore;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

const WRITE_AGAIN_MS = 1000;

interface Settlement {
  readonly revisionId: string;
  readonly failure: PrepareFailure | null;
}

/** The model's StateReasonCode for what the engine could not do. */
const REASON_CODES: Readonly<Record<PrepareFailure['code'], string>> = {
  InvalidRuntime: 'InvalidRuntime',
  InvalidZipFile: 'InvalidZipFileException',
  InternalError: 'InternalError',
};

/**
 * Carries versions from Pending to Active or Failed, and updates from InProgress to Successful or Failed, once the
 * engine has made them ready. A platform that dies in between leaves the row as it is, and `resume` takes it up again.
 */
export class Preparation {
  readonly #options: PreparationOptions;
  readonly #underway = new Set<Promise<void>>();

  constructor(options: PreparationOptions) {
    this.#options = options;
  }

  /** To be called after the commit that left `version` Pending or InProgress; one that is Active is only made warm. */
  begin(version: FunctionVersion): void {
    const settled: Promise<void> = this.#settle(version)
      .catch((cause) =>
        this.#options.logger.error('a function could not be brought to its next state', {
          function: version.name,
          version: version.version,
          cause,
        }),
      )
      .finally(() => this.#underway.delete(settled));
    this.#underway.add(settled);
  }

  async resume(): Promise<void> {
    const { storage, versions } = this.#options;
    for (const version of await storage.read<LambdaTables, FunctionVersion[]>((db) => versions.findUnsettled(db)))
      this.begin(version);
  }

  /** Resolves when every transition that has begun is committed. */
  async idle(): Promise<void> {
    while (this.#underway.size > 0) await Promise.all(this.#underway);
  }

  async #settle(version: FunctionVersion): Promise<void> {
    const { engine, signal, logger } = this.#options;
    const failure = await this.#prepare(version);
    if (signal.aborted) return;
    if (failure) logger.warn(`The function ${version.name} cannot run: ${failure.reason}`, { code: failure.code });
    if (isSettled(version)) return;
    const after = { revisionId: uuid(), failure };
    const retired = await this.#untilWritten(version, () => this.#write(version, after));
    if (retired) engine.retire(retired);
  }

  /** @returns the spec key that is out of service now */
  #write(version: FunctionVersion, after: Settlement): Promise<string | null> {
    const { storage, versions } = this.#options;
    return storage.write<LambdaTables, string | null>(async (tx) => {
      const before = await versions.find(tx, version, version.version);
      // Deleted, settled by another node, or replaced by a later update that settles itself.
      if (!before || isSettled(before) || before.current.id !== version.current.id) return null;
      await versions.replace(tx, before, settle(before, after.failure, after.revisionId));
      await countChange(tx, version);
      return before.previous && !after.failure ? specKey(before, before.previous.id) : null;
    });
  }

  /** A full disk or a database that is away passes: nobody else would take the version out of its state before a restart. */
  async #untilWritten<Result>(version: FunctionVersion, write: () => Promise<Result>): Promise<Result> {
    const { logger, clock, signal } = this.#options;
    for (;;) {
      try {
        return await write();
      } catch (cause) {
        logger.error('the next state of a function could not be written; it is tried again', {
          function: version.name,
          version: version.version,
          cause,
        });
        await clock.sleep(WRITE_AGAIN_MS, signal);
      }
    }
  }

  async #prepare(version: FunctionVersion): Promise<PrepareFailure | null> {
    try {
      return await this.#options.engine.prepare(toSpec(version, version.current));
    } catch (cause) {
      const { logger, signal } = this.#options;
      if (!signal.aborted) logger.error('the engine could not prepare a function', { function: version.name, cause });
      return {
        code: 'InternalError',
        reason: 'The function could not be prepared; the log of Hearth has the details.',
      };
    }
  }
}

function isSettled({ state, lastUpdate }: FunctionVersion): boolean {
  return state.value !== 'Pending' && lastUpdate?.value !== 'InProgress';
}

/** A failed update leaves what was served before in service. */
function settle(before: FunctionVersion, failure: PrepareFailure | null, revisionId: string): FunctionVersion {
  if (!failure) return { ...before, revisionId, previous: null, state: ACTIVE, lastUpdate: SUCCESSFUL };
  const reason = { reason: failure.reason, code: REASON_CODES[failure.code] };
  if (before.state.value === 'Pending')
    return { ...before, revisionId, state: { value: 'Failed', ...reason }, lastUpdate: null };
  return { ...before, revisionId, lastUpdate: { value: 'Failed', ...reason } };
}
