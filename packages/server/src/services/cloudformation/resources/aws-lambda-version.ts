import { unlessAbsent } from './mapping/absence.ts';
import { defineResourceType } from './mapping/resource-type.ts';
import { text } from './mapping/schema.ts';

interface Version {
  readonly FunctionName: string;
  readonly CodeSha256?: string;
  readonly Description?: string;
}

export const lambdaVersion = defineResourceType<Version>({
  name: 'AWS::Lambda::Version',
  properties: { FunctionName: text, CodeSha256: text, Description: text },
  required: ['FunctionName'],
  replacedBy: 'all',
  attributes: ['FunctionArn', 'Version'],
  async create(context, properties) {
    const { FunctionArn = '', Version = '' } = await context.aws.lambda.PublishVersion({ ...properties });
    return { physicalId: FunctionArn, attributes: { FunctionArn, Version } };
  },
  async delete(context, { physicalId }) {
    await unlessAbsent(() => context.aws.lambda.DeleteFunction({ FunctionName: physicalId }));
  },
});
