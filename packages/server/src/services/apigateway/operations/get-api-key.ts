import { keyOutput, requireKey } from '../key-lookup.ts';
import { operation } from '../operation.ts';

export const GetApiKey = operation('GetApiKey', async (call, { apiKey, includeValue }) =>
  keyOutput(await call.service.store.readKeys((rows) => requireKey(call, rows, apiKey!)), includeValue ?? false),
);
