import { deletionProtected } from '../errors.ts';
import { groupNamed } from '../lookup.ts';
import { operation } from '../operation.ts';

export const DeleteLogGroup = operation('DeleteLogGroup', async (call, { logGroupName }) => {
  // Lines that functions wrote before are deleted with it; written later, they would make it anew.
  await call.service.settled();
  const group = await groupNamed(call, logGroupName);
  if (group.deletionProtected) throw deletionProtected();
  await call.service.deleteGroup(group.id);
  return {};
});
