import type { Transaction } from 'kysely';
import { uuid } from '../../../kernel/ids.ts';
import { maySetSystemTags } from '../../system-tags.ts';
import { checkUnzippedSize } from '../code-packages.ts';
import { storeSource } from '../code-sources.ts';
import { conflict } from '../errors.ts';
import { requireAssumable } from '../execution-role.ts';
import { CREATING, type Definition, type FunctionVersion } from '../function-version.ts';
import { resolveLayers } from '../lookup.ts';
import { type LambdaCall, operation } from '../operation.ts';
import { checkCodeStorage } from '../rules/code-storage.ts';
import { readArchitecture, readNewSettings } from '../rules/configuration.ts';
import { parseNewFunctionName } from '../rules/function-names.ts';
import { toConfiguration } from '../rules/function-response.ts';
import { refuseCodeSources, refuseUnsupported } from '../rules/refusals.ts';
import { mergeTags } from '../rules/tags.ts';
import { sumCodeStorage } from '../store/code-storage.ts';
import { nextNumber } from '../store/counters.ts';
import { findFunction, insertFunction } from '../store/functions.ts';
import type { LambdaTables } from '../store/tables.ts';

export const CreateFunction = operation(
  'CreateFunction',
  async (call, input) => {
    refuseUnsupported(input);
    refuseCodeSources(input.Code ?? {}, 'Code.');
    const reference = parseNewFunctionName(call, input.FunctionName!);
    const settings = readNewSettings(reference.name, input);
    const architecture = readArchitecture(settings.runtime, input.Architectures);
    const tags = mergeTags({}, input.Tags ?? {}, maySetSystemTags(call.principal));
    await requireAssumable(call, reference, settings.role);
    const code = await storeSource(call, input.Code ?? {}, 'function code');

    const created = await call.host.storage.write<LambdaTables, FunctionVersion[]>(async (tx) => {
      if (await findFunction(tx, reference)) throw conflict(`Function already exist: ${reference.name}`);
      const layers = await resolveLayers(call, tx, input.Layers ?? []);
      const definition: Definition = { ...settings, architecture, code, layers };
      checkUnzippedSize(definition);
      checkCodeStorage(await sumCodeStorage(tx, call.service.versions, call), code.size);
      await insertFunction(tx, reference, tags);
      return insertVersions(call, tx, reference.name, definition, input.Publish === true);
    });
    for (const version of created) call.service.preparation.begin(version);
    return toConfiguration(created.at(-1)!);
  },
  { refuses: ['CapacityProviderConfig', 'PublishTo', 'DurableConfig', 'TenancyConfig'] },
);

/** $LATEST and, when asked for, version 1 (or the next number, if a function of this name had versions before). */
async function insertVersions(
  call: LambdaCall,
  tx: Transaction<LambdaTables>,
  name: string,
  definition: Definition,
  publish: boolean,
): Promise<FunctionVersion[]> {
  const { account, region, host, service } = call;
  const latest: FunctionVersion = {
    account,
    region,
    name,
    version: '$LATEST',
    current: { id: uuid(), definition },
    previous: null,
    revisionId: uuid(),
    lastModified: host.clock.now(),
    state: CREATING,
    lastUpdate: null,
  };
  await service.versions.insert(tx, latest, 'uploaded');
  if (!publish) return [latest];
  const published = { ...latest, version: `${await nextNumber(tx, 'function', latest)}`, revisionId: uuid() };
  await service.versions.insert(tx, published, 'held');
  return [latest, published];
}
