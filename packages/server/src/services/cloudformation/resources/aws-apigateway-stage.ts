import type { PatchOperation } from '@aws-sdk/client-api-gateway';
import { isMap, isScalar, sameValue, textual, type ValueMap } from '../rules/values.ts';
import { unlessAbsent } from './mapping/absence.ts';
import { escaped, mapPatches, scalarPatches } from './mapping/patches.ts';
import { defineResourceType, type ResourceContext } from './mapping/resource-type.ts';
import { boolean, integer, list, map, number, object, tags, text } from './mapping/schema.ts';
import { type PlainTag, tagChange, tagMap } from './mapping/tagging.ts';

interface Stage {
  readonly RestApiId: string;
  readonly StageName: string;
  readonly DeploymentId: string;
  readonly Description?: string;
  readonly TracingEnabled?: boolean;
  readonly Variables?: Record<string, string>;
  readonly MethodSettings?: readonly ValueMap[];
  readonly AccessLogSetting?: { readonly DestinationArn?: string; readonly Format?: string };
  readonly Tags?: readonly PlainTag[];
}

const SETTINGS: Readonly<Record<string, string>> = {
  CacheDataEncrypted: 'caching/dataEncrypted',
  CacheTtlInSeconds: 'caching/ttlInSeconds',
  CachingEnabled: 'caching/enabled',
  DataTraceEnabled: 'logging/dataTrace',
  LoggingLevel: 'logging/loglevel',
  MetricsEnabled: 'metrics/enabled',
  ThrottlingBurstLimit: 'throttling/burstLimit',
  ThrottlingRateLimit: 'throttling/rateLimit',
};

export const apiStage = defineResourceType<Stage>({
  name: 'AWS::ApiGateway::Stage',
  properties: {
    RestApiId: text,
    StageName: text,
    DeploymentId: text,
    Description: text,
    TracingEnabled: boolean,
    Variables: map(text),
    MethodSettings: list(
      object({
        ResourcePath: text,
        HttpMethod: text,
        CacheDataEncrypted: boolean,
        CacheTtlInSeconds: integer,
        CachingEnabled: boolean,
        DataTraceEnabled: boolean,
        LoggingLevel: text,
        MetricsEnabled: boolean,
        ThrottlingBurstLimit: integer,
        ThrottlingRateLimit: number,
      }),
    ),
    AccessLogSetting: object({ DestinationArn: text, Format: text }),
    Tags: tags,
  },
  required: ['RestApiId', 'DeploymentId', 'StageName'],
  replacedBy: ['RestApiId', 'StageName'],
  attributes: [],
  async find({ aws }, { RestApiId, StageName }) {
    const target = { restApiId: RestApiId, stageName: StageName };
    return (await unlessAbsent(() => aws.apigateway.GetStage(target))) ? StageName : null;
  },
  async create(context, stage) {
    await context.aws.apigateway.CreateStage({
      restApiId: stage.RestApiId,
      stageName: stage.StageName,
      deploymentId: stage.DeploymentId,
      ...(stage.Description !== undefined && { description: stage.Description }),
      ...(stage.TracingEnabled !== undefined && { tracingEnabled: stage.TracingEnabled }),
      ...(stage.Variables && { variables: stage.Variables }),
      tags: tagMap([...(stage.Tags ?? []), ...context.systemTags]),
    });
    await context.created(stage.StageName);
    await patch(context, stage, [...settingPatches([], stage.MethodSettings), ...accessLogPatches({}, stage)]);
    return { physicalId: stage.StageName, attributes: {} };
  },
  async update(context, { physicalId, properties }, next) {
    await patch(context, next, [
      ...scalarPatches(properties, next, {
        DeploymentId: { path: '/deploymentId' },
        Description: { path: '/description', unset: '' },
        TracingEnabled: { path: '/tracingEnabled', unset: 'false' },
      }),
      ...mapPatches('/variables', properties.Variables, next.Variables),
      ...settingPatches(properties.MethodSettings, next.MethodSettings),
      ...accessLogPatches(properties, next),
    ]);
    const { set, removed } = tagChange(properties.Tags, next.Tags);
    const resourceArn = `arn:aws:apigateway:${context.region}::/restapis/${next.RestApiId}/stages/${next.StageName}`;
    if (Object.keys(set).length > 0) await context.aws.apigateway.TagResource({ resourceArn, tags: set });
    if (removed.length > 0) await context.aws.apigateway.UntagResource({ resourceArn, tagKeys: removed });
    return { physicalId, attributes: {} };
  },
  async delete({ aws }, { physicalId, properties: { RestApiId } }) {
    await unlessAbsent(() => aws.apigateway.DeleteStage({ restApiId: RestApiId, stageName: physicalId }));
  },
});

async function patch({ aws }: ResourceContext, stage: Stage, patchOperations: PatchOperation[]): Promise<void> {
  if (patchOperations.length === 0) return;
  await aws.apigateway.UpdateStage({ restApiId: stage.RestApiId, stageName: stage.StageName, patchOperations });
}

/** `/~1path/GET/throttling/rateLimit`; what has no settings any more is removed whole. */
function settingPatches(before: readonly ValueMap[] = [], after: readonly ValueMap[] = []): PatchOperation[] {
  if (sameValue(before, after)) return [];
  const kept = after.map(prefixOf);
  const gone = before.map(prefixOf).filter((prefix) => !kept.includes(prefix));
  const set = after.flatMap((setting) =>
    Object.entries(SETTINGS).flatMap(([name, path]): PatchOperation[] => {
      const value = setting[name];
      return isScalar(value) ? [{ op: 'replace', path: `${prefixOf(setting)}/${path}`, value: String(value) }] : [];
    }),
  );
  return [...gone.map((path): PatchOperation => ({ op: 'remove', path })), ...set];
}

function prefixOf({ ResourcePath = '/*', HttpMethod = '*' }: ValueMap): string {
  const path = textual(ResourcePath);
  return path === '/*' ? `/*/${textual(HttpMethod)}` : `/${escaped(path)}/${textual(HttpMethod)}`;
}

function accessLogPatches(before: Partial<Stage>, after: Partial<Stage>): PatchOperation[] {
  const [old, next] = [before.AccessLogSetting, after.AccessLogSetting];
  if (sameValue(old, next)) return [];
  if (!isMap(next)) return [{ op: 'remove', path: '/accessLogSettings' }];
  return scalarPatches(old ?? {}, next, {
    DestinationArn: { path: '/accessLogSettings/destinationArn' },
    Format: { path: '/accessLogSettings/format' },
  });
}
