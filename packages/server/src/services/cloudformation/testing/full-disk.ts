import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DrivenClock } from '../../../kernel/driven-clock.ts';
import { silentLogger } from '../../../kernel/logger.ts';
import { startTestPlatform, type TestPlatform } from '../../../testing/test-platform.ts';
import type { CloudformationState } from '../state.ts';

/** What a stack's deployment says when it waits for better times, and the longest that it then waits. */
const WAITS = 'a stack cannot be deployed any further for now';
const LONGEST_WAIT_MS = 60_000;

/**
 * A platform on SQLite whose disk can be full for one kind of change: SQLite itself answers it with SQLITE_FULL, and takes
 * back the whole commit, as it does on a full disk. An AUTOINCREMENT table that holds the largest rowid there can be makes
 * it do so (sqlite.org/autoinc.html), here from within a trigger.
 */
export class FullDisk implements AsyncDisposable {
  readonly platform: TestPlatform;
  readonly #clock: DrivenClock;
  readonly #waiting: Promise<void>;
  readonly #database: DatabaseSync;

  private constructor(platform: TestPlatform, clock: DrivenClock, waiting: Promise<void>) {
    this.platform = platform;
    this.#clock = clock;
    this.#waiting = waiting;
    this.#database = new DatabaseSync(join(platform.platform.dataDirectory, 'state.db'), { timeout: 5_000 });
    this.#database.exec('create table "full" ("id" integer primary key autoincrement)');
    this.#database.exec('insert into "full" values (9223372036854775807)');
  }

  static async start(): Promise<FullDisk> {
    const clock = new DrivenClock();
    const { promise, resolve } = Promise.withResolvers<void>();
    const error = (message: string) => void (message === WAITS && resolve());
    const platform = await startTestPlatform({ clock, logger: { ...silentLogger, error } });
    return new FullDisk(platform, clock, promise);
  }

  /** From now on no such change can be written: `delete on "logsGroups"`. */
  fill(change: string, when = 'true'): void {
    this.#database.exec(
      `create trigger "filled" before ${change} when ${when} begin insert into "full" values (null); end`,
    );
  }

  /** Resolves when a deployment waits because of it, or has come to its end all the same. */
  async holdsUpDeployment(): Promise<void> {
    const state = (await this.platform.platform.service('cloudformation')) as CloudformationState;
    await Promise.race([this.#waiting, state.deployments.idle()]);
  }

  /** There is room again, and time passes until the deployments go on. */
  async free(): Promise<void> {
    this.#database.exec('drop trigger "filled"');
    await this.#clock.advance(LONGEST_WAIT_MS);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#database.close();
    await this.platform[Symbol.asyncDispose]();
  }
}
