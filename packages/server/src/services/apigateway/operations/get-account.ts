import { accountOutput } from '../account.ts';
import { operation } from '../operation.ts';

export const GetAccount = operation('GetAccount', async (call) =>
  accountOutput(await call.service.store.read((rows) => rows.cloudwatchRoleArn(call))),
);
