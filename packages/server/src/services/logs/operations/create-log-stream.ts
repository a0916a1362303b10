import { streamExists } from '../errors.ts';
import { groupNamed } from '../lookup.ts';
import { operation } from '../operation.ts';

export const CreateLogStream = operation('CreateLogStream', async (call, { logGroupName, logStreamName = '' }) => {
  const group = await groupNamed(call, logGroupName);
  const created = await call.service.store.createStream(group.id, logStreamName, call.host.clock.now());
  if (!created) throw streamExists();
  return {};
});
