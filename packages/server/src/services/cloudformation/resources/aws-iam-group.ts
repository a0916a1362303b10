import { unlessAbsent } from './mapping/absence.ts';
import {
  changePolicies,
  type PolicyOperations,
  type PolicyProperties,
  policyProperties,
} from './mapping/iam-policies.ts';
import { physicalName } from './mapping/physical-name.ts';
import { defineResourceType, type ResourceContext } from './mapping/resource-type.ts';
import { text } from './mapping/schema.ts';

interface Group extends PolicyProperties {
  readonly GroupName?: string;
  readonly Path?: string;
}

export const group = defineResourceType<Group>({
  name: 'AWS::IAM::Group',
  properties: { ...policyProperties, GroupName: text, Path: text },
  required: [],
  replacedBy: ['GroupName', 'Path'],
  nameProperty: 'GroupName',
  attributes: ['Arn'],
  async find(context, { GroupName = physicalName(context, 128) }) {
    return (await unlessAbsent(() => context.aws.iam.GetGroup({ GroupName })))?.Group?.GroupName ?? null;
  },
  async create(context, { GroupName = physicalName(context, 128), Path, ...policies }) {
    const created = await context.aws.iam.CreateGroup({ GroupName, ...(Path !== undefined && { Path }) });
    await context.created(GroupName);
    await changePolicies(policyOperations(context, GroupName), {}, policies);
    return { physicalId: GroupName, attributes: { Arn: created.Group!.Arn! } };
  },
  async update(context, { physicalId, attributes, properties }, next) {
    await changePolicies(policyOperations(context, physicalId), properties, next);
    return { physicalId, attributes };
  },
  async delete(context, { physicalId: GroupName, properties }) {
    await unlessAbsent(async () => {
      await changePolicies(policyOperations(context, GroupName), properties, {});
      await context.aws.iam.DeleteGroup({ GroupName });
    });
  },
});

function policyOperations({ aws: { iam } }: ResourceContext, GroupName: string): PolicyOperations {
  return {
    put: (PolicyName, PolicyDocument) => iam.PutGroupPolicy({ GroupName, PolicyName, PolicyDocument }),
    remove: (PolicyName) => unlessAbsent(() => iam.DeleteGroupPolicy({ GroupName, PolicyName })),
    attach: (PolicyArn) => iam.AttachGroupPolicy({ GroupName, PolicyArn }),
    detach: (PolicyArn) => unlessAbsent(() => iam.DetachGroupPolicy({ GroupName, PolicyArn })),
  };
}
