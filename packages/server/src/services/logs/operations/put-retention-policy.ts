import { groupNamed } from '../lookup.ts';
import { operation } from '../operation.ts';
import { checkRetention } from '../rules/retention.ts';

export const PutRetentionPolicy = operation(
  'PutRetentionPolicy',
  async (call, { logGroupName, retentionInDays = 0 }) => {
    checkRetention(retentionInDays);
    const { id } = await groupNamed(call, logGroupName);
    await call.service.store.updateGroup(id, { retentionDays: retentionInDays });
    return {};
  },
);
