import { groupNamed } from '../lookup.ts';
import { operation } from '../operation.ts';
import { groupNameFrom } from '../rules/names.ts';

export const PutLogGroupDeletionProtection = operation(
  'PutLogGroupDeletionProtection',
  async (call, { logGroupIdentifier = '', deletionProtectionEnabled }) => {
    const { id } = await groupNamed(call, groupNameFrom(call, logGroupIdentifier));
    await call.service.store.updateGroup(id, { deletionProtected: Number(deletionProtectionEnabled) });
    return {};
  },
);
