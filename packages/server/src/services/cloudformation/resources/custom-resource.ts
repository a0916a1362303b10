import type { ValueMap } from '../rules/values.ts';
import { CustomResourceFailure } from './mapping/custom-error.ts';
import { defineResourceType, type CustomResourceAnswer, type ResourceContext } from './mapping/resource-type.ts';

/** `AWS::CloudFormation::CustomResource` and `Custom::Anything`: a Lambda function makes, changes and deletes it. */
export const customResource = defineResourceType<ValueMap>({
  name: 'AWS::CloudFormation::CustomResource',
  properties: {},
  required: ['ServiceToken'],
  anyProperties: true,
  replacedBy: ['ServiceToken'],
  attributes: 'open',
  resumable: true,
  async create(context, properties) {
    return made(await keepingId(context, () => context.custom.request(context, { requestType: 'Create', properties })));
  },
  /** The function may answer with another physical id: then the old one is deleted, in the cleanup. */
  async update(context, { physicalId, properties: oldProperties }, properties) {
    return made(
      await context.custom.request(context, { requestType: 'Update', physicalId, properties, oldProperties }),
    );
  },
  async delete(context, { physicalId, properties }) {
    await context.custom.request(context, { requestType: 'Delete', physicalId, properties });
  },
});

function made({ physicalId, data }: CustomResourceAnswer) {
  return { physicalId, attributes: data };
}

/** A failed creation that names a physical id has left something to delete. */
async function keepingId<Result>(context: ResourceContext, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CustomResourceFailure && error.physicalId !== null) await context.created(error.physicalId);
    throw error;
  }
}
