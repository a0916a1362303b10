import { planOutput } from '../key-lookup.ts';
import { operation } from '../operation.ts';
import { requireApiStages } from '../plan-stages.ts';
import { newId } from '../rules/ids.ts';
import type { PlanDocument } from '../rules/keys.ts';
import { checkPlan } from '../rules/plan.ts';
import { newTags } from '../tagging.ts';

export const CreateUsagePlan = operation('CreateUsagePlan', async (call, input) => {
  const { name = '', description, apiStages = [], throttle, quota } = input;
  const tags = newTags(call, input.tags);
  const plan: PlanDocument = { id: newId(6, call), name, description, apiStages, throttle, quota, tags, keyIds: [] };
  checkPlan(plan);
  await requireApiStages(call, apiStages);
  await call.service.store.writeKeys((rows) => rows.putPlan(call, plan));
  return planOutput(plan);
});
