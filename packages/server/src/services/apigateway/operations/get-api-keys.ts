import { keyOutput } from '../key-lookup.ts';
import { operation } from '../operation.ts';
import { pageOf } from '../rules/paging.ts';

export const GetApiKeys = operation('GetApiKeys', async (call, input) => {
  const keys = await call.service.store.readKeys((rows) => rows.keys(call));
  const { nameQuery = '', customerId, includeValues } = input;
  const wanted = keys.filter(
    (key) => (key.name ?? '').startsWith(nameQuery) && (!customerId || key.customerId === customerId),
  );
  const { items, ...more } = pageOf(wanted, ({ id }) => id, input);
  return { items: items.map((key) => keyOutput(key, includeValues ?? false)), ...more };
});
