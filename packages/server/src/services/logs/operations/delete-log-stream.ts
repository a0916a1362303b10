import { deletionProtected } from '../errors.ts';
import { groupNamed, streamNamed } from '../lookup.ts';
import { operation } from '../operation.ts';

export const DeleteLogStream = operation('DeleteLogStream', async (call, { logGroupName, logStreamName }) => {
  // Lines that functions wrote before are deleted with it; written later, they would make it anew.
  await call.service.settled();
  const group = await groupNamed(call, logGroupName);
  const stream = await streamNamed(call, group, logStreamName);
  // PutLogGroupDeletionProtection: "blocks all deletion operations until it is explicitly disabled".
  if (group.deletionProtected) throw deletionProtected();
  await call.service.deleteStream({ groupId: group.id, streamId: stream.id });
  return {};
});
