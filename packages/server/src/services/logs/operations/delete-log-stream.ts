import { deletionProtected } from '../errors.ts';
import { groupNamed, streamNamed } from '../lookup.ts';
import { operation } from '../operation.ts';

export const DeleteLogStream = operation('DeleteLogStream', async (call, { logGroupName, logStreamName }) => {
  const group = await groupNamed(call, logGroupName);
  const stream = await streamNamed(call, group, logStreamName);
  // PutLogGroupDeletionProtection: "blocks all deletion operations until it is explicitly disabled".
  if (group.deletionProtected) throw deletionProtected();
  await call.service.deleteStream({ groupId: group.id, streamId: stream.id });
  return {};
});
