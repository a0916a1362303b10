import { notFound } from '../errors.ts';
import { ownFunction, requireRevision } from '../lookup.ts';
import { operation } from '../operation.ts';
import { renewRevision, requireHolder, revisionOf } from '../policy-holders.ts';
import { qualifiedArn } from '../rules/function-names.ts';
import { removeStatement } from '../rules/policy-edits.ts';
import { findFunction } from '../store/functions.ts';
import { findStatements, putStatements } from '../store/policies.ts';
import type { LambdaTables } from '../store/tables.ts';

export const RemovePermission = operation('RemovePermission', async (call, input) => {
  const reference = ownFunction(call, input.FunctionName, input.Qualifier);
  const qualifier = reference.qualifier ?? '';
  await call.host.storage.write<LambdaTables, void>(async (tx) => {
    if (!(await findFunction(tx, reference))) throw notFound(`No policy found for: ${qualifiedArn(reference)}`);
    const left = removeStatement(await findStatements(tx, reference, qualifier), input.StatementId!);
    const holder = await requireHolder(call, tx, reference);
    requireRevision(input.RevisionId, revisionOf(holder), 'GetPolicy');
    await putStatements(tx, reference, qualifier, left);
    await renewRevision(call, tx, holder);
  });
  return {};
});
