import type { ExpressionBuilder, Kysely, Transaction } from 'kysely';
import type { FunctionKey } from '../function-version.ts';
import type { Statement } from '../rules/permission-statements.ts';
import type { LambdaTables } from './tables.ts';

type Db = Kysely<LambdaTables>;
type Tx = Transaction<LambdaTables>;

/** The statements on a function (`qualifier` empty), a version or an alias; each has a policy of its own. */
export async function findStatements(db: Db, key: FunctionKey, qualifier: string): Promise<readonly Statement[]> {
  const row = await db
    .selectFrom('lambda_policies')
    .select('statements')
    .where(isPolicy(key, qualifier))
    .executeTakeFirst();
  return row ? (JSON.parse(row.statements) as Statement[]) : [];
}

/** An empty list removes the policy. */
export async function putStatements(
  tx: Tx,
  key: FunctionKey,
  qualifier: string,
  statements: readonly Statement[],
): Promise<void> {
  await deletePolicy(tx, key, qualifier);
  if (statements.length === 0) return;
  const { account, region, name } = key;
  const row = { account, region, function_name: name, qualifier, statements: JSON.stringify(statements) };
  await tx.insertInto('lambda_policies').values(row).execute();
}

export async function deletePolicy(tx: Tx, key: FunctionKey, qualifier: string): Promise<void> {
  await tx.deleteFrom('lambda_policies').where(isPolicy(key, qualifier)).execute();
}

export async function deletePoliciesOf(tx: Tx, { account, region, name }: FunctionKey): Promise<void> {
  await tx
    .deleteFrom('lambda_policies')
    .where((where) => where.and({ account, region, function_name: name }))
    .execute();
}

function isPolicy({ account, region, name }: FunctionKey, qualifier: string) {
  return (where: ExpressionBuilder<LambdaTables, 'lambda_policies'>) =>
    where.and({ account, region, function_name: name, qualifier });
}
