import { defineResourceType, type ResourceContext } from './mapping/resource-type.ts';
import { text } from './mapping/schema.ts';

interface Account {
  readonly CloudWatchRoleArn?: string;
}

/** The account's one setting; deleting the resource leaves it as it is, as on AWS. */
export const apiAccount = defineResourceType<Account>({
  name: 'AWS::ApiGateway::Account',
  properties: { CloudWatchRoleArn: text },
  required: [],
  replacedBy: [],
  attributes: ['Id'],
  resumable: true,
  async create(context, account) {
    await set(context, account);
    const physicalId = `${context.stackName}-${context.logicalId}-${context.token}`;
    return { physicalId, attributes: { Id: physicalId } };
  },
  async update(context, { physicalId, attributes }, next) {
    await set(context, next);
    return { physicalId, attributes };
  },
  delete: () => Promise.resolve(),
});

async function set({ aws }: ResourceContext, { CloudWatchRoleArn = '' }: Account): Promise<void> {
  const path = '/cloudwatchRoleArn';
  await aws.apigateway.UpdateAccount({ patchOperations: [{ op: 'replace', path, value: CloudWatchRoleArn }] });
}
