import { storeSource } from '../code-sources.ts';
import { accessDenied } from '../errors.ts';
import { operation } from '../operation.ts';
import { checkCodeStorage } from '../rules/code-storage.ts';
import { parseLayerName } from '../rules/layer-references.ts';
import { toLayerVersion } from '../rules/layer-response.ts';
import { sumCodeStorage } from '../store/code-storage.ts';
import { nextNumber } from '../store/counters.ts';
import { insertLayerVersion, type LayerVersion } from '../store/layers.ts';
import type { LambdaTables } from '../store/tables.ts';

/** Always a new number, for identical content, too. */
export const PublishLayerVersion = operation('PublishLayerVersion', async (call, input) => {
  const { account, region, name } = parseLayerName(call, input.LayerName!);
  if (account !== call.account || region !== call.region) throw accessDenied();
  const content = await storeSource(call, input.Content ?? {}, 'layer content');
  const layer = await call.host.storage.write<LambdaTables, LayerVersion>(async (tx) => {
    checkCodeStorage(await sumCodeStorage(tx, call.service.versions, call), content.size);
    const published: LayerVersion = {
      account,
      region,
      name,
      version: await nextNumber(tx, 'layer', { account, region, name }),
      description: input.Description ?? '',
      license: input.LicenseInfo ?? null,
      runtimes: input.CompatibleRuntimes ?? [],
      architectures: input.CompatibleArchitectures ?? [],
      content,
      createdAt: call.host.clock.now(),
      statements: [],
      policyRevision: null,
    };
    await insertLayerVersion(tx, published);
    return published;
  });
  return toLayerVersion(layer, call.service.downloads.url(content));
});
