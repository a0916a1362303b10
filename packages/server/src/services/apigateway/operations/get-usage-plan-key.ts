import { planKeyOutput, requirePlanKey } from '../key-lookup.ts';
import { operation } from '../operation.ts';

export const GetUsagePlanKey = operation('GetUsagePlanKey', async (call, { usagePlanId, keyId }) =>
  planKeyOutput((await call.service.store.readKeys((rows) => requirePlanKey(call, rows, usagePlanId!, keyId!))).key),
);
