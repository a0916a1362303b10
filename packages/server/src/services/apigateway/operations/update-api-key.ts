import { keyOutput, requireKey } from '../key-lookup.ts';
import { operation } from '../operation.ts';
import { applyPatch, type PatchRule } from '../rules/patch.ts';

const RULES: readonly PatchRule[] = [
  { path: '/name', ops: ['replace'] },
  { path: '/description', ops: ['replace'] },
  { path: '/customerId', ops: ['replace'] },
  { path: '/enabled', ops: ['replace'], as: 'boolean' },
];

export const UpdateApiKey = operation('UpdateApiKey', async (call, { apiKey, patchOperations }) =>
  call.service.store.writeKeys(async (rows) => {
    const key = await requireKey(call, rows, apiKey!);
    applyPatch(key, patchOperations, RULES);
    key.updatedAt = call.host.clock.now();
    await rows.putKey(call, key);
    return keyOutput(key, false);
  }),
);
