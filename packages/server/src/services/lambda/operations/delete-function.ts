import type { Transaction } from 'kysely';
import { conflict, invalidParameter } from '../errors.ts';
import { type FunctionVersion } from '../function-version.ts';
import { ownFunction, requireFunction } from '../lookup.ts';
import { type LambdaCall, operation } from '../operation.ts';
import { type FunctionReference, isVersion } from '../rules/function-names.ts';
import { specKey } from '../rules/function-spec.ts';
import { deleteAliasesOf, listAliases } from '../store/aliases.ts';
import { countChange, deleteFunctionRow } from '../store/functions.ts';
import { deletePoliciesOf, deletePolicy } from '../store/policies.ts';
import type { LambdaTables } from '../store/tables.ts';

/** Without a qualifier everything of the function goes; with a number that version, if it exists and no alias needs it. */
export const DeleteFunction = operation('DeleteFunction', async (call, input) => {
  const reference = ownFunction(call, input.FunctionName, input.Qualifier);
  const { qualifier } = reference;
  if (qualifier === '$LATEST')
    throw invalidParameter('$LATEST version cannot be deleted without deleting the function.');
  if (qualifier !== undefined && !isVersion(qualifier))
    throw invalidParameter('Deletion of aliases is not currently supported.');

  const deleted = await call.host.storage.write<LambdaTables, FunctionVersion[]>(async (tx) => {
    await requireFunction(tx, reference);
    return qualifier === undefined ? deleteAll(call, tx, reference) : deleteVersion(call, tx, reference, qualifier);
  });
  for (const version of deleted) {
    for (const revision of [version.current, version.previous])
      if (revision) call.host.engine.retire(specKey(version, revision.id));
  }
  return { StatusCode: 204 };
});

async function deleteAll(
  call: LambdaCall,
  tx: Transaction<LambdaTables>,
  reference: FunctionReference,
): Promise<FunctionVersion[]> {
  const versions = await call.service.versions.listAll(tx, reference);
  for (const version of versions) await call.service.versions.delete(tx, version);
  await deleteAliasesOf(tx, reference);
  await deletePoliciesOf(tx, reference);
  await deleteFunctionRow(tx, reference);
  return versions;
}

async function deleteVersion(
  call: LambdaCall,
  tx: Transaction<LambdaTables>,
  reference: FunctionReference,
  number: string,
): Promise<FunctionVersion[]> {
  const version = await call.service.versions.find(tx, reference, number);
  if (!version) return [];
  const aliases = await listAliases(tx, reference, { version: number, limit: 100 });
  if (aliases.length > 0) {
    const names = aliases.map((alias) => alias.alias).join(', ');
    throw conflict(`Unable to delete version because the following aliases reference it: [${names}]`);
  }
  await call.service.versions.delete(tx, version);
  await deletePolicy(tx, reference, number);
  await countChange(tx, reference);
  return [version];
}
