import { notImplemented } from '../../../kernel/errors.ts';
import { groupExists } from '../errors.ts';
import { operation } from '../operation.ts';
import { checkNewGroupName } from '../rules/names.ts';
import { checkTagKeys } from '../tagging.ts';

export const CreateLogGroup = operation(
  'CreateLogGroup',
  async (call, { logGroupName = '', tags = {}, logGroupClass = 'STANDARD', deletionProtectionEnabled = false }) => {
    checkNewGroupName(logGroupName);
    checkTagKeys(call, Object.keys(tags));
    if (logGroupClass !== 'STANDARD') throw notImplemented(`the log group class ${logGroupClass}`);
    const createdAt = call.host.clock.now();
    const created = await call.service.store.createGroup(call, {
      name: logGroupName,
      tags,
      createdAt,
      deletionProtected: Number(deletionProtectionEnabled),
    });
    if (!created) throw groupExists();
    return {};
  },
  { refuses: ['kmsKeyId'] },
);
