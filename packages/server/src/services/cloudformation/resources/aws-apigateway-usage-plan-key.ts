import { unlessAbsent } from './mapping/absence.ts';
import { defineResourceType } from './mapping/resource-type.ts';
import { text } from './mapping/schema.ts';

interface UsagePlanKey {
  readonly KeyId: string;
  readonly KeyType: string;
  readonly UsagePlanId: string;
}

export const usagePlanKey = defineResourceType<UsagePlanKey>({
  name: 'AWS::ApiGateway::UsagePlanKey',
  properties: { KeyId: text, KeyType: text, UsagePlanId: text },
  required: ['KeyId', 'KeyType', 'UsagePlanId'],
  replacedBy: 'all',
  attributes: ['Id'],
  async find({ aws }, { KeyId, UsagePlanId }) {
    const target = { usagePlanId: UsagePlanId, keyId: KeyId };
    return (await unlessAbsent(() => aws.apigateway.GetUsagePlanKey(target))) ? `${KeyId}:${UsagePlanId}` : null;
  },
  async create({ aws }, { KeyId, KeyType, UsagePlanId }) {
    await aws.apigateway.CreateUsagePlanKey({ usagePlanId: UsagePlanId, keyId: KeyId, keyType: KeyType });
    const physicalId = `${KeyId}:${UsagePlanId}`;
    return { physicalId, attributes: { Id: physicalId } };
  },
  async delete({ aws }, { properties: { KeyId, UsagePlanId } }) {
    await unlessAbsent(() => aws.apigateway.DeleteUsagePlanKey({ usagePlanId: UsagePlanId, keyId: KeyId }));
  },
});
