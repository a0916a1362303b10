import { defineResourceType } from './mapping/resource-type.ts';

/** Its Ref is a URL that only a WaitCondition would listen to; templates use it as a resource that is nothing. */
export const waitConditionHandle = defineResourceType<Record<string, never>>({
  name: 'AWS::CloudFormation::WaitConditionHandle',
  properties: {},
  required: [],
  replacedBy: [],
  attributes: [],
  create({ region, stackId, logicalId, token }) {
    const origin = `https://cloudformation-waitcondition-${region}.s3.${region}.amazonaws.com`;
    const physicalId = `${origin}/${encodeURIComponent(`${stackId}/${token}/${logicalId}`)}`;
    return Promise.resolve({ physicalId, attributes: {} });
  },
  delete: () => Promise.resolve(),
});
