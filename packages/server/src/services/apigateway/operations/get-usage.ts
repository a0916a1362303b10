import { requirePlan } from '../key-lookup.ts';
import { operation } from '../operation.ts';
import { checkDates, daysBetween } from '../rules/quota.ts';

/** For each key and day what was used and what remains; all on one page. Counted for plans with a quota. */
export const GetUsage = operation(
  'GetUsage',
  async (call, { usagePlanId, keyId, startDate, endDate }) => {
    checkDates(startDate!, endDate!);
    const { plan, rows } = await call.service.store.readKeys(async (tables) => ({
      plan: await requirePlan(call, tables, usagePlanId!),
      rows: await tables.usage(usagePlanId!, startDate!, endDate!),
    }));
    const keys = [...new Set(rows.map((row) => row.keyId))].filter((id) => !keyId || id === keyId);
    const items = Object.fromEntries(
      keys.map((id) => {
        let remaining = plan.quota?.limit ?? 0;
        const days = daysBetween(startDate!, endDate!).map((day) => {
          const used = rows.find((row) => row.keyId === id && row.day === day)?.used ?? 0;
          remaining -= used;
          return [used, remaining];
        });
        return [id, days];
      }),
    );
    return { usagePlanId, startDate, endDate, items };
  },
  { refuses: ['position', 'limit'] },
);
