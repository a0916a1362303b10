import { noAccessKey } from '../access-keys.ts';
import { operation } from '../operation.ts';
import { seconds } from '../rules/documents.ts';

export const GetAccessKeyLastUsed = operation('GetAccessKeyLastUsed', (call, input) =>
  call.service.store.read(call.account, async (rows) => {
    const key = await rows.accessKey(input.AccessKeyId!);
    if (!key) throw noAccessKey(input.AccessKeyId!);
    const user = await rows.principalById(key.userId);
    const use = { ServiceName: key.lastUsedService ?? 'N/A', Region: key.lastUsedRegion ?? 'N/A' };
    const date = key.lastUsedAt === null ? undefined : seconds(key.lastUsedAt);
    return { UserName: user!.name, AccessKeyLastUsed: { LastUsedDate: date, ...use } };
  }),
);
