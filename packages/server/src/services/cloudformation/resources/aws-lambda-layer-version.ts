import type { Architecture, LayerVersionsListItem, Runtime } from '@aws-sdk/client-lambda';
import { sameValue } from '../rules/values.ts';
import { physicalName } from './mapping/physical-name.ts';
import { defineResourceType, type ResourceContext } from './mapping/resource-type.ts';
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
  /** Numbers are given out by Lambda: the newest version that was published since, with everything that is said of it. */
  async find(context, properties) {
    const { LayerVersions = [] } = await context.aws.lambda.ListLayerVersions({
      LayerName: nameOf(context, properties),
      MaxItems: 1,
    });
    const [newest] = LayerVersions;
    const found = newest && Date.parse(newest.CreatedDate!) >= context.since && isSameLayer(newest, properties);
    return found ? newest.LayerVersionArn! : null;
  },
  async create(context, properties) {
    const LayerName = nameOf(context, properties);
    const { LayerVersionArn = '' } = await context.aws.lambda.PublishLayerVersion({ ...properties, LayerName });
    return { physicalId: LayerVersionArn, attributes: { LayerVersionArn } };
  },
  async delete(context, { physicalId }) {
    const [LayerName, version] = physicalId.split(/:(?=\d+$)/);
    await context.aws.lambda.DeleteLayerVersion({ LayerName: LayerName!, VersionNumber: Number(version) });
  },
});

function nameOf(context: ResourceContext, { LayerName }: LayerVersion): string {
  return LayerName ?? physicalName(context, 140);
}

function isSameLayer(found: LayerVersionsListItem, wanted: LayerVersion): boolean {
  return (
    (found.Description ?? '') === (wanted.Description ?? '') &&
    (found.LicenseInfo ?? '') === (wanted.LicenseInfo ?? '') &&
    sameValue([...(found.CompatibleRuntimes ?? [])], [...(wanted.CompatibleRuntimes ?? [])]) &&
    sameValue([...(found.CompatibleArchitectures ?? [])], [...(wanted.CompatibleArchitectures ?? [])])
  );
}
