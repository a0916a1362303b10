import { S3 } from '@aws-sdk/client-s3';
import type { TestPlatform } from '../../../testing/test-platform.ts';

/** Keeps a template where nested stacks read it. */
export type PutTemplate = (name: string, template: unknown) => Promise<void>;

export function templates({ client }: TestPlatform): Promise<PutTemplate> {
  return templatesIn(new S3({ ...client, forcePathStyle: true }));
}

export async function templatesIn(s3: S3): Promise<PutTemplate> {
  await s3.createBucket({ Bucket: 'templates' });
  return async (name, template) => {
    await s3.putObject({ Bucket: 'templates', Key: name, Body: JSON.stringify(template) });
  };
}

export function nestedStack(name: string, more: Record<string, unknown> = {}) {
  return {
    Type: 'AWS::CloudFormation::Stack',
    Properties: { TemplateURL: `https://s3.amazonaws.com/templates/${name}`, ...more },
  };
}
