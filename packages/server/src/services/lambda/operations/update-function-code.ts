import { uuid } from '../../../kernel/ids.ts';
import { checkUnzippedSize } from '../code-packages.ts';
import { storeSource } from '../code-sources.ts';
import { invalidParameter } from '../errors.ts';
import { CREATING, type CodePackage, type FunctionVersion } from '../function-version.ts';
import { ownFunction, requireRevision, requireSettled, requireLatest } from '../lookup.ts';
import { type LambdaCall, operation } from '../operation.ts';
import { checkCodeStorage } from '../rules/code-storage.ts';
import { readArchitecture } from '../rules/configuration.ts';
import { toConfiguration } from '../rules/function-response.ts';
import { refuseCodeSources } from '../rules/refusals.ts';
import { sumCodeStorage } from '../store/code-storage.ts';
import { nextNumber } from '../store/counters.ts';
import { countChange } from '../store/functions.ts';
import type { LambdaTables } from '../store/tables.ts';
import { beginUpdate } from '../update.ts';

export const UpdateFunctionCode = operation(
  'UpdateFunctionCode',
  async (call, input) => {
    if (input.ImageUri)
      throw invalidParameter("Please don't provide ImageUri when updating a function with packageType Zip.");
    refuseCodeSources(input);
    const reference = ownFunction(call, input.FunctionName);
    const now = await call.host.storage.read<LambdaTables, FunctionVersion>((db) => requireLatest(call, db, reference));
    requireSettled(now);
    requireRevision(input.RevisionId, now.revisionId);
    const code = await storeSource(call, input, 'function code');
    if (input.DryRun) return toConfiguration(withCode(call, now, code, input.Architectures));

    const changed = await call.host.storage.write<LambdaTables, FunctionVersion[]>(async (tx) => {
      const before = await requireLatest(call, tx, reference);
      requireSettled(before);
      requireRevision(input.RevisionId, before.revisionId);
      const latest = withCode(call, before, code, input.Architectures);
      checkUnzippedSize(latest.current.definition);
      checkCodeStorage(
        await sumCodeStorage(tx, call.service.versions, call),
        code.size - before.current.definition.code.size,
      );
      await call.service.versions.replace(tx, before, latest, 'uploaded');
      await countChange(tx, reference);
      if (!input.Publish) return [latest];
      const published: FunctionVersion = {
        ...latest,
        version: `${await nextNumber(tx, 'function', reference)}`,
        revisionId: uuid(),
        previous: null,
        state: CREATING,
        lastUpdate: null,
      };
      await call.service.versions.insert(tx, published, 'held');
      return [latest, published];
    });
    for (const version of changed) call.service.preparation.begin(version);
    const shown = changed.at(-1)!;
    return toConfiguration(shown, input.Publish ? { qualifier: shown.version } : {});
  },
  { refuses: ['PublishTo'] },
);

function withCode(
  call: LambdaCall,
  before: FunctionVersion,
  code: CodePackage,
  architectures: readonly string[] | undefined,
): FunctionVersion {
  const { definition } = before.current;
  const architecture = readArchitecture(definition.runtime, architectures, definition.architecture);
  return beginUpdate(before, { ...definition, code, architecture }, call.host.clock.now());
}
