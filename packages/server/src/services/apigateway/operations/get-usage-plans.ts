import { planOutput } from '../key-lookup.ts';
import { operation } from '../operation.ts';
import { pageOf } from '../rules/paging.ts';

export const GetUsagePlans = operation('GetUsagePlans', async (call, input) => {
  const plans = await call.service.store.readKeys((rows) => rows.plans(call));
  const wanted = plans.filter(({ keyIds }) => !input.keyId || keyIds.includes(input.keyId));
  const { items, ...more } = pageOf(wanted, ({ id }) => id, input);
  return { items: items.map(planOutput), ...more };
});
