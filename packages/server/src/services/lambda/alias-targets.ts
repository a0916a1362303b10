import type { Transaction } from 'kysely';
import { functionNotFound } from './errors.ts';
import type { LambdaCall } from './operation.ts';
import { type FunctionReference, functionArn, isVersion } from './rules/function-names.ts';
import type { LambdaTables } from './store/tables.ts';

/** Every version that an alias is to point at has to exist. */
export async function requireVersions(
  call: LambdaCall,
  tx: Transaction<LambdaTables>,
  reference: FunctionReference,
  versions: readonly string[],
): Promise<void> {
  for (const version of versions) {
    const found = isVersion(version) ? await call.service.versions.find(tx, reference, version) : null;
    if (!found) throw functionNotFound(`${functionArn(reference)}:${version}`);
  }
}
