import type { Clock } from '../../kernel/clock.ts';
import type { Storage } from '../../storage/storage.ts';
import type { FunctionSpec } from '../../engine/engine.ts';
import { functionNotFound } from './errors.ts';
import { type FunctionVersion, serving } from './function-version.ts';
import { chooseVersion } from './rules/alias-routing.ts';
import { type FunctionReference, isVersion, qualifiedArn } from './rules/function-names.ts';
import { toSpec } from './rules/function-spec.ts';
import { LIMITS } from './rules/limits.ts';
import type { Statement } from './rules/permission-statements.ts';
import { type Alias, findAlias } from './store/aliases.ts';
import {
  findChangeNumber,
  findFunction,
  FUNCTION_CHANGED,
  functionPath,
  RESERVATIONS_CHANGED,
  sumReservedConcurrency,
} from './store/functions.ts';
import { findStatements } from './store/policies.ts';
import type { LambdaTables } from './store/tables.ts';
import type { VersionStore } from './store/versions.ts';

/** One version as an invocation meets it. `blocked`: its state when it cannot be invoked. */
export interface Runnable {
  readonly spec: FunctionSpec;
  readonly blocked: 'Pending' | 'Failed' | null;
}

/** All that an invocation asks of the database. */
export interface Target {
  readonly reference: FunctionReference;
  /** `account/region/name`. */
  readonly path: string;
  /** `account/region`: what shares the account's unreserved concurrency. */
  readonly scope: string;
  readonly invokedArn: string;
  readonly first: Runnable;
  /** An alias may send a share of its invocations to a second version. */
  readonly second: Runnable | null;
  readonly secondWeight: number;
  readonly reservedConcurrency: number | null;
  /** What the account's functions without a reservation share. */
  readonly unreservedConcurrency: number;
  readonly statements: readonly Statement[];
  readonly changeNumber: number;
}

interface Entry {
  readonly target: Target;
  checkedAt: number;
}

/** How long another node's change may go unseen; AWS's own control plane is eventually consistent, too. */
const RECHECK_MS = 1000;
const MAX_FUNCTIONS = 10_000;

/**
 * What names resolve to, kept in memory so that a warm invocation touches no SQL. Writes of this process drop a
 * function's entries as they commit (a signal of the unit). Writes of other nodes on the same database are noticed by
 * the function's change number, read again when an entry is a second old: one point read (5 us on SQLite) a second.
 */
export class Targets {
  readonly #storage: Storage;
  readonly #clock: Clock;
  readonly #versions: VersionStore;
  readonly #functions = new Map<string, Map<string, Entry>>();
  readonly #stopListening: readonly (() => void)[];
  #generation = 0;

  constructor(storage: Storage, clock: Clock, versions: VersionStore) {
    this.#storage = storage;
    this.#clock = clock;
    this.#versions = versions;
    this.#stopListening = [
      storage.on(FUNCTION_CHANGED, (path) => this.#forget(path)),
      storage.on(RESERVATIONS_CHANGED, () => this.#forgetAll()),
    ];
  }

  /** Known and fresh enough; no SQL. */
  peek(reference: FunctionReference): Target | null {
    const entry = this.#functions.get(functionPath(reference))?.get(reference.qualifier ?? '');
    return entry && this.#clock.now() - entry.checkedAt < RECHECK_MS ? entry.target : null;
  }

  /** Throws ResourceNotFoundException when there is no such function, version or alias. */
  async find(reference: FunctionReference): Promise<Target> {
    const known = this.#functions.get(functionPath(reference))?.get(reference.qualifier ?? '');
    if (known && (await this.#stillHolds(known))) return known.target;
    const generation = this.#generation;
    const target = await this.#load(reference);
    // A change that committed while we read may have been missed by the read.
    if (generation === this.#generation && !target.first.blocked && !target.second?.blocked) this.#remember(target);
    return target;
  }

  close(): void {
    for (const stop of this.#stopListening) stop();
  }

  async #stillHolds(entry: Entry): Promise<boolean> {
    const { reference, changeNumber, unreservedConcurrency } = entry.target;
    const now = await this.#storage.read<LambdaTables, { change: number | null; unreserved: number }>(async (db) => ({
      change: await findChangeNumber(db, reference),
      unreserved: LIMITS.concurrentExecutions - (await sumReservedConcurrency(db, reference)),
    }));
    if (now.change !== changeNumber || now.unreserved !== unreservedConcurrency) return false;
    entry.checkedAt = this.#clock.now();
    return true;
  }

  #remember(target: Target): void {
    if (this.#functions.size >= MAX_FUNCTIONS) this.#functions.clear();
    const entries = this.#functions.get(target.path) ?? new Map<string, Entry>();
    entries.set(target.reference.qualifier ?? '', { target, checkedAt: this.#clock.now() });
    this.#functions.set(target.path, entries);
  }

  #forget(path: string): void {
    this.#generation++;
    this.#functions.delete(path);
  }

  #forgetAll(): void {
    this.#generation++;
    this.#functions.clear();
  }

  async #load(reference: FunctionReference): Promise<Target> {
    const found = await this.#storage.read<LambdaTables, Target | null>(async (db) => {
      const record = await findFunction(db, reference);
      if (!record) return null;
      const qualifier = reference.qualifier ?? '$LATEST';
      const alias = isVersion(qualifier) ? null : await findAlias(db, reference, qualifier);
      const first = await this.#versions.find(db, reference, alias?.version ?? qualifier);
      if (!first) return null;
      const second = alias?.second ? await this.#versions.find(db, reference, alias.second.version) : null;
      const policyQualifier = reference.qualifier === '$LATEST' ? '' : (reference.qualifier ?? '');
      return {
        ...toTarget(reference, first, second, alias),
        reservedConcurrency: record.reservedConcurrency,
        unreservedConcurrency: LIMITS.concurrentExecutions - (await sumReservedConcurrency(db, reference)),
        statements: await findStatements(db, reference, policyQualifier),
        changeNumber: record.changeNumber,
      };
    });
    if (!found) throw functionNotFound(qualifiedArn(reference));
    return found;
  }
}

export function chooseRunnable(target: Target, chance = Math.random()): Runnable {
  return chooseVersion(target.first, target.second, target.secondWeight, chance);
}

function toTarget(
  reference: FunctionReference,
  first: FunctionVersion,
  second: FunctionVersion | null,
  alias: Alias | null,
) {
  return {
    reference,
    path: functionPath(reference),
    scope: `${reference.account}/${reference.region}`,
    invokedArn: qualifiedArn(reference),
    first: toRunnable(first),
    second: second ? toRunnable(second) : null,
    secondWeight: alias?.second?.weight ?? 0,
  };
}

/** A function whose creation failed has nothing that serves; one whose update failed serves what it had. */
function toRunnable(version: FunctionVersion): Runnable {
  const { value } = version.state;
  return { spec: toSpec(version, serving(version)), blocked: value === 'Active' ? null : value };
}
