import { badRequest } from '../errors.ts';
import { requirePlan } from '../key-lookup.ts';
import { operation } from '../operation.ts';

export const DeleteUsagePlan = operation('DeleteUsagePlan', async (call, { usagePlanId }) => {
  await call.service.store.writeKeys(async (rows) => {
    const { apiStages } = await requirePlan(call, rows, usagePlanId!);
    const [first] = apiStages;
    if (first) {
      const stage = `${first.apiId}:${first.stage}`;
      throw badRequest(
        `Cannot delete Usage Plan ${usagePlanId} because its associated API stages are not deleted: ${stage}`,
      );
    }
    await rows.deletePlan(call, usagePlanId!);
  });
  return {};
});
