import { accessKeyId } from '../../../kernel/ids.ts';
import { unlessAbsent } from './mapping/absence.ts';
import { defineResourceType } from './mapping/resource-type.ts';
import { integer, text } from './mapping/schema.ts';

interface AccessKey {
  readonly UserName: string;
  readonly Serial?: number;
  readonly Status?: 'Active' | 'Inactive';
}

export const accessKey = defineResourceType<AccessKey>({
  name: 'AWS::IAM::AccessKey',
  properties: { UserName: text, Serial: integer, Status: text },
  required: ['UserName'],
  replacedBy: ['UserName', 'Serial'],
  attributes: ['SecretAccessKey'],
  async find({ aws, account, idToken }, { UserName }) {
    const id = accessKeyId('AKIA', account, idToken);
    const found = await unlessAbsent(() => aws.iam.ListAccessKeys({ UserName }));
    return found?.AccessKeyMetadata?.some((key) => key.AccessKeyId === id) ? id : null;
  },
  async create(context, { UserName, Status = 'Active' }) {
    const { iam } = context.aws;
    const key = (await iam.CreateAccessKey({ UserName })).AccessKey!;
    const AccessKeyId = key.AccessKeyId!;
    await context.created(AccessKeyId);
    if (Status !== 'Active') await iam.UpdateAccessKey({ UserName, AccessKeyId, Status });
    return { physicalId: AccessKeyId, attributes: { SecretAccessKey: key.SecretAccessKey! } };
  },
  async update({ aws }, { physicalId: AccessKeyId, attributes }, { UserName, Status = 'Active' }) {
    await aws.iam.UpdateAccessKey({ UserName, AccessKeyId, Status });
    return { physicalId: AccessKeyId, attributes };
  },
  async delete({ aws }, { physicalId: AccessKeyId, properties: { UserName } }) {
    await unlessAbsent(() => aws.iam.DeleteAccessKey({ UserName, AccessKeyId }));
  },
});
