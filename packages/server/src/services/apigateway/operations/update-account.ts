import { parseArn } from '../../../kernel/arn.ts';
import { accountOutput } from '../account.ts';
import { badRequest } from '../errors.ts';
import { operation } from '../operation.ts';
import { applyPatch } from '../rules/patch.ts';

export const UpdateAccount = operation('UpdateAccount', async (call, { patchOperations }) => {
  const role = await call.service.store.write(async (rows) => {
    const account: { cloudwatchRoleArn?: string | undefined } = {
      cloudwatchRoleArn: await rows.cloudwatchRoleArn(call),
    };
    applyPatch(account, patchOperations, [{ path: '/cloudwatchRoleArn', ops: ['replace', 'remove'] }]);
    const { cloudwatchRoleArn } = account;
    if (cloudwatchRoleArn && parseArn(cloudwatchRoleArn)?.service !== 'iam') {
      throw badRequest(`Invalid role ARN ${cloudwatchRoleArn}`);
    }
    await rows.putCloudwatchRoleArn(call, cloudwatchRoleArn || null);
    return cloudwatchRoleArn || undefined;
  });
  return accountOutput(role);
});
