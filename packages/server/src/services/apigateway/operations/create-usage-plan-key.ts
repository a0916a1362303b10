import { badRequest, conflict } from '../errors.ts';
import { planKeyOutput, requireKey, requirePlan } from '../key-lookup.ts';
import { operation } from '../operation.ts';

export const CreateUsagePlanKey = operation('CreateUsagePlanKey', async (call, { usagePlanId, keyId, keyType }) => {
  if (keyType !== 'API_KEY') throw badRequest(`Invalid key type specified: ${keyType}`);
  return call.service.store.writeKeys(async (rows) => {
    const plan = await requirePlan(call, rows, usagePlanId!);
    const key = await requireKey(call, rows, keyId!);
    if (plan.keyIds.includes(key.id)) throw conflict(`Usage Plan ${plan.id} already has the API Key ${key.id}`);
    await rows.putPlan(call, { ...plan, keyIds: [...plan.keyIds, key.id] });
    return planKeyOutput(key);
  });
});
