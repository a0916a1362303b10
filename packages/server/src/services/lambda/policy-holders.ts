import type { Kysely, Transaction } from 'kysely';
import { uuid } from '../../kernel/ids.ts';
import { functionNotFound, invalidParameter } from './errors.ts';
import type { FunctionVersion } from './function-version.ts';
import { requireVersion } from './lookup.ts';
import type { LambdaCall } from './operation.ts';
import { type FunctionReference, isVersion, qualifiedArn } from './rules/function-names.ts';
import { type Alias, findAlias, replaceAlias } from './store/aliases.ts';
import { countChange } from './store/functions.ts';
import type { LambdaTables } from './store/tables.ts';

/** What a policy belongs to: a function (through $LATEST), a version or an alias. Its RevisionId is the policy's. */
export type PolicyHolder =
  | { readonly kind: 'version'; readonly version: FunctionVersion }
  | { readonly kind: 'alias'; readonly alias: Alias };

export function refuseLatest(reference: FunctionReference): void {
  if (reference.qualifier === '$LATEST')
    throw invalidParameter('We currently do not support adding policies for $LATEST.');
}

export async function requireHolder(
  call: LambdaCall,
  db: Kysely<LambdaTables>,
  reference: FunctionReference,
): Promise<PolicyHolder> {
  const { qualifier } = reference;
  if (qualifier === undefined || isVersion(qualifier))
    return { kind: 'version', version: await requireVersion(call, db, reference) };
  const alias = await findAlias(db, reference, qualifier);
  if (!alias) throw functionNotFound(qualifiedArn(reference));
  return { kind: 'alias', alias };
}

export function revisionOf(holder: PolicyHolder): string {
  return holder.kind === 'alias' ? holder.alias.revisionId : holder.version.revisionId;
}

/** A changed policy is a new revision of what holds it. */
export async function renewRevision(
  call: LambdaCall,
  tx: Transaction<LambdaTables>,
  holder: PolicyHolder,
): Promise<void> {
  const revisionId = uuid();
  if (holder.kind === 'alias') await replaceAlias(tx, { ...holder.alias, revisionId });
  else await call.service.versions.replace(tx, holder.version, { ...holder.version, revisionId });
  await countChange(tx, holder.kind === 'alias' ? holder.alias : holder.version);
}
