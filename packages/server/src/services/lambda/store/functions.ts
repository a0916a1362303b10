import { type ExpressionBuilder, type Kysely, sql, type Transaction } from 'kysely';
import { signalOnCommit } from '../../../storage/signals.ts';
import type { Scope } from '../../service.ts';
import type { FunctionKey } from '../function-version.ts';
import type { LambdaTables } from './tables.ts';

type Db = Kysely<LambdaTables>;
type Tx = Transaction<LambdaTables>;

export interface FunctionRecord extends FunctionKey {
  readonly tags: Readonly<Record<string, string>>;
  /** Null: shares the account's unreserved concurrency. */
  readonly reservedConcurrency: number | null;
  readonly changeNumber: number;
}

export async function insertFunction(tx: Tx, key: FunctionKey, tags: Readonly<Record<string, string>>): Promise<void> {
  const row = {
    ...keyOf(key),
    tags: JSON.stringify(tags),
    reserved_concurrency: null,
    change_number: 1,
    last_invoked_at: null,
  };
  await tx.insertInto('lambda_functions').values(row).execute();
}

export async function findFunction(db: Db, key: FunctionKey): Promise<FunctionRecord | null> {
  const row = await db.selectFrom('lambda_functions').selectAll().where(isFunction(key)).executeTakeFirst();
  if (!row) return null;
  return {
    ...keyOf(key),
    tags: JSON.parse(row.tags) as Record<string, string>,
    reservedConcurrency: row.reserved_concurrency,
    changeNumber: row.change_number,
  };
}

/** Null when there is no such function. */
export async function findChangeNumber(db: Db, key: FunctionKey): Promise<number | null> {
  const row = await db.selectFrom('lambda_functions').select('change_number').where(isFunction(key)).executeTakeFirst();
  return row?.change_number ?? null;
}

/** Announced after the commit of whatever changes what an invocation finds; the detail is `functionPath`. */
export const FUNCTION_CHANGED = 'lambda-function-changed';

/** Announced when a reservation changes, which changes what all other functions of the account share. */
export const RESERVATIONS_CHANGED = 'lambda-reservations-changed';

/** `account/region/name`: names a function in maps and signals. */
export function functionPath({ account, region, name }: FunctionKey): string {
  return `${account}/${region}/${name}`;
}

/** To be part of every unit that changes what an invocation finds. */
export async function countChange(tx: Tx, key: FunctionKey): Promise<void> {
  signalOnCommit(tx, FUNCTION_CHANGED, functionPath(key));
  await tx
    .updateTable('lambda_functions')
    .set({ change_number: sql<number>`change_number + 1` })
    .where(isFunction(key))
    .execute();
}

export async function setTags(tx: Tx, key: FunctionKey, tags: Readonly<Record<string, string>>): Promise<void> {
  await tx
    .updateTable('lambda_functions')
    .set({ tags: JSON.stringify(tags) })
    .where(isFunction(key))
    .execute();
}

export async function setReservedConcurrency(tx: Tx, key: FunctionKey, reserved: number | null): Promise<void> {
  await tx.updateTable('lambda_functions').set({ reserved_concurrency: reserved }).where(isFunction(key)).execute();
  signalOnCommit(tx, RESERVATIONS_CHANGED);
  await countChange(tx, key);
}

/** What all functions of a scope have reserved together. */
export async function sumReservedConcurrency(db: Db, scope: Scope): Promise<number> {
  const row = await db
    .selectFrom('lambda_functions')
    .select(({ fn }) => fn.sum<number | null>('reserved_concurrency').as('total'))
    .where(inScope(scope))
    .executeTakeFirst();
  return row?.total ?? 0;
}

export async function countFunctions(db: Db, scope: Scope): Promise<number> {
  const row = await db
    .selectFrom('lambda_functions')
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .where(inScope(scope))
    .executeTakeFirst();
  return row?.total ?? 0;
}

export async function deleteFunctionRow(tx: Tx, key: FunctionKey): Promise<void> {
  signalOnCommit(tx, FUNCTION_CHANGED, functionPath(key));
  signalOnCommit(tx, RESERVATIONS_CHANGED);
  await tx.deleteFrom('lambda_functions').where(isFunction(key)).execute();
}

export async function setLastInvoked(tx: Tx, key: FunctionKey, at: number): Promise<void> {
  await tx.updateTable('lambda_functions').set({ last_invoked_at: at }).where(isFunction(key)).execute();
}

export async function findRecentlyInvoked(db: Db, limit: number): Promise<FunctionKey[]> {
  return db
    .selectFrom('lambda_functions')
    .select(['account', 'region', 'name'])
    .where('last_invoked_at', 'is not', null)
    .orderBy('last_invoked_at', 'desc')
    .limit(limit)
    .execute();
}

function keyOf({ account, region, name }: FunctionKey): { account: string; region: string; name: string } {
  return { account, region, name };
}

function isFunction(key: FunctionKey) {
  return (where: ExpressionBuilder<LambdaTables, 'lambda_functions'>) => where.and(keyOf(key));
}

function inScope({ account, region }: Scope) {
  return (where: ExpressionBuilder<LambdaTables, 'lambda_functions'>) => where.and({ account, region });
}
