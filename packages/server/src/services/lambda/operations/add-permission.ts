import { ownFunction, requireRevision } from '../lookup.ts';
import { operation } from '../operation.ts';
import { refuseLatest, renewRevision, requireHolder, revisionOf } from '../policy-holders.ts';
import { qualifiedArn } from '../rules/function-names.ts';
import { toStatement } from '../rules/permission-statements.ts';
import { addStatement } from '../rules/policy-edits.ts';
import { findStatements, putStatements } from '../store/policies.ts';
import type { LambdaTables } from '../store/tables.ts';

export const AddPermission = operation('AddPermission', async (call, input) => {
  const reference = ownFunction(call, input.FunctionName, input.Qualifier);
  refuseLatest(reference);
  const statement = toStatement(input, qualifiedArn(reference));
  await call.host.storage.write<LambdaTables, void>(async (tx) => {
    const holder = await requireHolder(call, tx, reference);
    requireRevision(input.RevisionId, revisionOf(holder), 'GetPolicy');
    const qualifier = reference.qualifier ?? '';
    const statements = await findStatements(tx, reference, qualifier);
    await putStatements(tx, reference, qualifier, addStatement(statements, statement));
    await renewRevision(call, tx, holder);
  });
  return { Statement: JSON.stringify(statement) };
});
