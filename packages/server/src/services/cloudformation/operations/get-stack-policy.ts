import { stackNamed } from '../lookup.ts';
import { operation } from '../operation.ts';

/** No stack has a policy: setting one is refused. */
export const GetStackPolicy = operation('GetStackPolicy', async (call, { StackName }) => {
  await stackNamed(call, StackName!);
  return {};
});
