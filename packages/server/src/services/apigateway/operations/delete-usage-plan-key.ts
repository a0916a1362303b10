import { requirePlanKey } from '../key-lookup.ts';
import { operation } from '../operation.ts';

export const DeleteUsagePlanKey = operation('DeleteUsagePlanKey', async (call, { usagePlanId, keyId }) => {
  await call.service.store.writeKeys(async (rows) => {
    const { plan } = await requirePlanKey(call, rows, usagePlanId!, keyId!);
    await rows.putPlan(call, { ...plan, keyIds: plan.keyIds.filter((id) => id !== keyId) });
  });
  return {};
});
