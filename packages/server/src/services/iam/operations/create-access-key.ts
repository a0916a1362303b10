import { randomBytes } from 'node:crypto';
import { accessKeyId as newAccessKeyId } from '../../../kernel/ids.ts';
import { userNameOf } from '../callers.ts';
import { limitExceeded } from '../errors.ts';
import { sealSecret } from '../identities.ts';
import { operation } from '../operation.ts';
import { principalNamed } from '../principals.ts';
import { seconds } from '../rules/documents.ts';
import { MAX_ACCESS_KEYS } from '../rules/limits.ts';

/** The secret is shown here and never again. */
export const CreateAccessKey = operation('CreateAccessKey', async (call, input) => {
  const name = userNameOf(call, input.UserName);
  const accessKeyId = newAccessKeyId('AKIA', call.account, call.principal.calledVia?.token);
  const secretAccessKey = randomBytes(30).toString('base64');
  const secret = sealSecret(call.host.sealer, accessKeyId, secretAccessKey);
  const createdAt = call.host.clock.now();
  const user = await call.service.store.write(call.account, async (rows) => {
    const found = await principalNamed(rows, 'user', name);
    if ((await rows.accessKeys(found.id)).length >= MAX_ACCESS_KEYS) {
      throw limitExceeded(`Cannot exceed quota for AccessKeysPerUser: ${MAX_ACCESS_KEYS}`);
    }
    await rows.insertAccessKey({
      accessKeyId,
      userId: found.id,
      status: 'Active',
      secret,
      createdAt,
      lastUsedAt: null,
      lastUsedService: null,
      lastUsedRegion: null,
    });
    return found;
  });
  const shown = { UserName: user.name, AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey };
  return { AccessKey: { ...shown, Status: 'Active' as const, CreateDate: seconds(createdAt) } };
});
