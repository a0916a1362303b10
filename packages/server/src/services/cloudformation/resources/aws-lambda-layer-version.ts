import type { Architecture, Runtime } from '@aws-sdk/client-lambda';
import { physicalName } from './mapping/physical-name.ts';
import { defineResourceType } from './mapping/resource-type.ts';
import { list, object, text } from './mapping/schema.ts';

interface LayerVersion {
  readonly Content: { readonly S3Bucket: string; readonly S3Key: string; readonly S3ObjectVersion?: string };
  readonly CompatibleArchitectures?: Architecture[];
  readonly CompatibleRuntimes?: Runtime[];
  readonly Description?: string;
  readonly LayerName?: string;
  readonly LicenseInfo?: string;
}

export const layerVersion = defineResourceType<LayerVersion>({
  name: 'AWS::Lambda::LayerVersion',
  properties: {
    Content: object({ S3Bucket: text, S3Key: text, S3ObjectVersion: text }, ['S3Bucket', 'S3Key']),
    CompatibleArchitectures: list(text),
    CompatibleRuntimes: list(text),
    Description: text,
    LayerName: text,
    LicenseInfo: text,
  },
  required: ['Content'],
  replacedBy: 'all',
  attributes: ['LayerVersionArn'],
  async create(context, properties) {
    const { LayerVersionArn = '' } = await context.aws.lambda.PublishLayerVersion({
      ...properties,
      LayerName: properties.LayerName ?? physicalName(context, 140),
    });
    return { physicalId: LayerVersionArn, attributes: { LayerVersionArn } };
  },
  async delete(context, { physicalId }) {
    const [LayerName, version] = physicalId.split(/:(?=\d+$)/);
    await context.aws.lambda.DeleteLayerVersion({ LayerName: LayerName!, VersionNumber: Number(version) });
  },
});
