import { planKeyOutput, requirePlan } from '../key-lookup.ts';
import { operation } from '../operation.ts';
import { pageOf } from '../rules/paging.ts';

export const GetUsagePlanKeys = operation('GetUsagePlanKeys', async (call, input) => {
  const { usagePlanId, nameQuery = '' } = input;
  const keys = await call.service.store.readKeys(async (rows) => {
    const { keyIds } = await requirePlan(call, rows, usagePlanId!);
    return (await rows.keys(call)).filter((key) => keyIds.includes(key.id) && (key.name ?? '').startsWith(nameQuery));
  });
  return pageOf(keys.map(planKeyOutput), ({ id }) => id, input);
});
