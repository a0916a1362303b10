import { notConfigured } from '../errors.ts';
import { bucketMeant } from '../lookup.ts';
import { operation } from '../operation.ts';

/** There is none: object lock is not implemented. */
export const GetObjectLockConfiguration = operation('GetObjectLockConfiguration', async (call, input) => {
  const { name } = await bucketMeant(call, input);
  throw notConfigured('ObjectLockConfigurationNotFoundError', name);
});
