import { checkUnzippedSize } from '../code-packages.ts';
import { requireAssumable } from '../execution-role.ts';
import type { Definition, FunctionVersion } from '../function-version.ts';
import { ownFunction, requireRevision, requireSettled, requireLatest, resolveLayers } from '../lookup.ts';
import { operation } from '../operation.ts';
import { readSettings } from '../rules/configuration.ts';
import { toConfiguration } from '../rules/function-response.ts';
import { refuseUnsupported } from '../rules/refusals.ts';
import { checkArchitecture } from '../rules/runtimes.ts';
import { countChange } from '../store/functions.ts';
import type { LambdaTables } from '../store/tables.ts';
import { beginUpdate } from '../update.ts';

export const UpdateFunctionConfiguration = operation(
  'UpdateFunctionConfiguration',
  async (call, input) => {
    refuseUnsupported(input);
    const reference = ownFunction(call, input.FunctionName);
    if (input.Role) await requireAssumable(call, reference, input.Role);
    const updated = await call.host.storage.write<LambdaTables, FunctionVersion>(async (tx) => {
      const before = await requireLatest(call, tx, reference);
      requireSettled(before);
      requireRevision(input.RevisionId, before.revisionId);
      const { code, layers: kept, architecture, ...settings } = before.current.definition;
      const layers = input.Layers ? await resolveLayers(call, tx, input.Layers) : kept;
      const definition: Definition = { ...readSettings(input, settings), architecture, code, layers };
      if (input.Runtime) checkArchitecture(definition.runtime, architecture);
      checkUnzippedSize(definition);
      const after = beginUpdate(before, definition, call.host.clock.now());
      await call.service.versions.replace(tx, before, after);
      await countChange(tx, reference);
      return after;
    });
    call.service.preparation.begin(updated);
    return toConfiguration(updated);
  },
  { refuses: ['CapacityProviderConfig', 'DurableConfig'] },
);
