import type { ExpressionBuilder, Kysely, Transaction } from 'kysely';
import type { FunctionKey } from '../function-version.ts';
import type { AliasRow, LambdaTables } from './tables.ts';

type Db = Kysely<LambdaTables>;
type Tx = Transaction<LambdaTables>;

export interface Alias extends FunctionKey {
  readonly alias: string;
  readonly description: string;
  readonly version: string;
  /** A share of the invocations (0 to 1) that goes to another version. */
  readonly second: { readonly version: string; readonly weight: number } | null;
  readonly revisionId: string;
}

export async function insertAlias(tx: Tx, alias: Alias): Promise<void> {
  await tx.insertInto('lambda_aliases').values(toRow(alias)).execute();
}

export async function replaceAlias(tx: Tx, alias: Alias): Promise<void> {
  await tx.updateTable('lambda_aliases').set(toRow(alias)).where(isAlias(alias, alias.alias)).execute();
}

export async function findAlias(db: Db, key: FunctionKey, alias: string): Promise<Alias | null> {
  const row = await db.selectFrom('lambda_aliases').selectAll().where(isAlias(key, alias)).executeTakeFirst();
  return row ? fromRow(row) : null;
}

export async function deleteAlias(tx: Tx, key: FunctionKey, alias: string): Promise<void> {
  await tx.deleteFrom('lambda_aliases').where(isAlias(key, alias)).execute();
}

export async function deleteAliasesOf(tx: Tx, { account, region, name }: FunctionKey): Promise<void> {
  await tx
    .deleteFrom('lambda_aliases')
    .where((where) => where.and({ account, region, function_name: name }))
    .execute();
}

/** By name; `version` keeps those that point at it, in either place. */
export async function listAliases(
  db: Db,
  key: FunctionKey,
  page: { version?: string; after?: string; limit: number },
): Promise<Alias[]> {
  const { account, region, name } = key;
  let query = db
    .selectFrom('lambda_aliases')
    .selectAll()
    .where((where) => where.and({ account, region, function_name: name }));
  const { version, after } = page;
  if (version !== undefined)
    query = query.where((where) => where.or([where('version', '=', version), where('second_version', '=', version)]));
  if (after !== undefined) query = query.where('name', '>', after);
  const rows = await query.orderBy('name').limit(page.limit).execute();
  return rows.map(fromRow);
}

function toRow(alias: Alias): AliasRow {
  const { account, region, name, description, version, second, revisionId } = alias;
  return {
    account,
    region,
    function_name: name,
    name: alias.alias,
    description,
    version,
    second_version: second?.version ?? null,
    second_weight: second?.weight ?? null,
    revision_id: revisionId,
  };
}

function fromRow(row: AliasRow): Alias {
  const { account, region, function_name: name, description, version, second_version, second_weight } = row;
  const second = second_version === null ? null : { version: second_version, weight: second_weight! };
  return { account, region, name, alias: row.name, description, version, second, revisionId: row.revision_id };
}

function isAlias({ account, region, name }: FunctionKey, alias: string) {
  return (where: ExpressionBuilder<LambdaTables, 'lambda_aliases'>) =>
    where.and({ account, region, function_name: name, name: alias });
}
