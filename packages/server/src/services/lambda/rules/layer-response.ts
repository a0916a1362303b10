import type { GetLayerVersionResponse, LayerVersionsListItem } from '@aws-sdk/client-lambda';
import { invalidParameter } from '../errors.ts';
import type { LayerVersion } from '../store/layers.ts';
import { codeSha256, toLambdaDate } from './function-response.ts';
import { layerArn, layerVersionArn } from './layer-references.ts';

export function toLayerVersionItem(layer: LayerVersion): LayerVersionsListItem {
  return {
    LayerVersionArn: layerVersionArn(layer),
    Version: layer.version,
    Description: layer.description,
    CreatedDate: toLambdaDate(layer.createdAt),
    ...(layer.runtimes.length > 0
      ? { CompatibleRuntimes: [...layer.runtimes] as LayerVersionsListItem['CompatibleRuntimes'] }
      : {}),
    ...(layer.architectures.length > 0
      ? { CompatibleArchitectures: [...layer.architectures] as LayerVersionsListItem['CompatibleArchitectures'] }
      : {}),
    ...(layer.license === null ? {} : { LicenseInfo: layer.license }),
  };
}

/** `location`: where the zip can be downloaded. */
export function toLayerVersion(layer: LayerVersion, location: string): GetLayerVersionResponse {
  return {
    ...toLayerVersionItem(layer),
    LayerArn: layerArn(layer),
    Content: { Location: location, CodeSha256: codeSha256(layer.content), CodeSize: layer.content.size },
  };
}

export function checkLayerVersionNumber(version: number): void {
  if (version < 1) throw invalidParameter('Layer Version Cannot be less than 1');
}

export interface LayerFilter {
  readonly CompatibleRuntime?: string | undefined;
  readonly CompatibleArchitecture?: string | undefined;
}

export function matchesFilter({ runtimes, architectures }: LayerVersion, filter: LayerFilter): boolean {
  const { CompatibleRuntime: runtime, CompatibleArchitecture: architecture } = filter;
  return (
    (runtime === undefined || runtimes.includes(runtime)) &&
    (architecture === undefined || architectures.includes(architecture))
  );
}
