import { badRequest, conflict } from '../errors.ts';
import { requireApi } from '../lookup.ts';
import { keyOutput } from '../key-lookup.ts';
import { operation } from '../operation.ts';
import { newId } from '../rules/ids.ts';
import type { KeyDocument } from '../rules/keys.ts';
import { checkKeyValue } from '../rules/plan.ts';
import { newTags } from '../tagging.ts';

/** `generateDistinctId` has been true for every key since 2016, whatever it says. */
export const CreateApiKey = operation('CreateApiKey', async (call, input) => {
  const now = call.host.clock.now();
  const key: KeyDocument = {
    id: newId(10, call),
    value: input.value || newId(40),
    name: input.name,
    description: input.description,
    customerId: input.customerId,
    enabled: input.enabled ?? false,
    stageKeys: [],
    tags: newTags(call, input.tags),
    createdAt: now,
    updatedAt: now,
  };
  checkKeyValue(key);
  if (input.generateDistinctId === false && !input.value) throw badRequest('A key without a distinct id needs a value');
  for (const { restApiId, stageName } of input.stageKeys ?? []) {
    await call.service.store.read((rows) => requireApi(call, rows, restApiId ?? ''));
    key.stageKeys.push(`${restApiId}/${stageName}`);
  }
  await call.service.store.writeKeys(async (rows) => {
    if (await rows.keyByValue(call, key.value)) throw conflict('API Key already exists');
    await rows.putKey(call, key);
  });
  return keyOutput(key, true);
});
