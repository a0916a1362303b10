import { groupNamed } from '../lookup.ts';
import { operation } from '../operation.ts';

export const DeleteRetentionPolicy = operation('DeleteRetentionPolicy', async (call, { logGroupName }) => {
  const { id } = await groupNamed(call, logGroupName);
  await call.service.store.updateGroup(id, { retentionDays: null });
  return {};
});
