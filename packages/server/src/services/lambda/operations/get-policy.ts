import { resourceDoesNotExist } from '../errors.ts';
import { ownFunction } from '../lookup.ts';
import { operation } from '../operation.ts';
import { requireHolder, revisionOf } from '../policy-holders.ts';
import { policyDocument, type Statement } from '../rules/permission-statements.ts';
import { findStatements } from '../store/policies.ts';
import type { LambdaTables } from '../store/tables.ts';

export const GetPolicy = operation('GetPolicy', async (call, input) => {
  const reference = ownFunction(call, input.FunctionName, input.Qualifier);
  const { statements, revision } = await call.host.storage.read<
    LambdaTables,
    { statements: readonly Statement[]; revision: string }
  >(async (db) => ({
    revision: revisionOf(await requireHolder(call, db, reference)),
    statements: await findStatements(
      db,
      reference,
      reference.qualifier === '$LATEST' ? '' : (reference.qualifier ?? ''),
    ),
  }));
  if (statements.length === 0) throw resourceDoesNotExist();
  return { Policy: policyDocument(statements), RevisionId: revision };
});
