import { callerOf } from '../callers.ts';
import { operation } from '../operation.ts';

export const GetCallerIdentity = operation('GetCallerIdentity', async (call) => {
  const { userId, account, arn } = callerOf(call);
  return { UserId: userId, Account: account, Arn: arn };
});
