import { sql, type Transaction } from 'kysely';
import type { FunctionKey } from '../function-version.ts';
import type { CounterRow, LambdaTables } from './tables.ts';

/** The next number for a function's or layer's version. Rows are never deleted, so a number is never given twice. */
export async function nextNumber(
  tx: Transaction<LambdaTables>,
  kind: CounterRow['kind'],
  key: FunctionKey,
): Promise<number> {
  const { account, region, name } = key;
  const row = await tx
    .insertInto('lambda_counters')
    .values({ account, region, kind, name, last: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['account', 'region', 'kind', 'name'])
        .doUpdateSet({ last: sql<number>`lambda_counters.last + 1` }),
    )
    .returning('last')
    .executeTakeFirstOrThrow();
  return row.last;
}
