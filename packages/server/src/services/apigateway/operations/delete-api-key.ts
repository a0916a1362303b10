import { requireKey } from '../key-lookup.ts';
import { operation } from '../operation.ts';

export const DeleteApiKey = operation('DeleteApiKey', async (call, { apiKey }) => {
  await call.service.store.writeKeys(async (rows) => {
    await requireKey(call, rows, apiKey!);
    await rows.deleteKey(call, apiKey!);
  });
  return {};
});
