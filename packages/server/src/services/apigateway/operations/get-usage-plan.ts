import { planOutput, requirePlan } from '../key-lookup.ts';
import { operation } from '../operation.ts';

export const GetUsagePlan = operation('GetUsagePlan', async (call, { usagePlanId }) =>
  planOutput(await call.service.store.readKeys((rows) => requirePlan(call, rows, usagePlanId!))),
);
