import type { PatchOperation, QuotaPeriodType } from '@aws-sdk/client-api-gateway';
import { apiGatewayId } from '../../../kernel/ids.ts';
import { unlessAbsent } from './mapping/absence.ts';
import { scalarPatches } from './mapping/patches.ts';
import { physicalName } from './mapping/physical-name.ts';
import { defineResourceType } from './mapping/resource-type.ts';
import { integer, list, number, object, tags, text } from './mapping/schema.ts';
import { type PlainTag, tagChange, tagMap } from './mapping/tagging.ts';

interface UsagePlan {
  readonly ApiStages?: readonly ApiStage[];
  readonly Description?: string;
  readonly Quota?: { readonly Limit?: number; readonly Offset?: number; readonly Period?: QuotaPeriodType };
  readonly Tags?: readonly PlainTag[];
  readonly Throttle?: { readonly BurstLimit?: number; readonly RateLimit?: number };
  readonly UsagePlanName?: string;
}

interface ApiStage {
  readonly ApiId: string;
  readonly Stage: string;
}

export const usagePlan = defineResourceType<UsagePlan>({
  name: 'AWS::ApiGateway::UsagePlan',
  properties: {
    ApiStages: list(object({ ApiId: text, Stage: text }, ['ApiId', 'Stage'])),
    Description: text,
    Quota: object({ Limit: integer, Offset: integer, Period: text }),
    Tags: tags,
    Throttle: object({ BurstLimit: integer, RateLimit: number }),
    UsagePlanName: text,
  },
  required: [],
  replacedBy: [],
  attributes: ['Id'],
  async find({ aws, idToken }) {
    const usagePlanId = apiGatewayId(idToken, 6);
    return (await unlessAbsent(() => aws.apigateway.GetUsagePlan({ usagePlanId })))?.id ?? null;
  },
  async create(context, plan) {
    const { ApiStages, Description, Quota, Throttle, Tags } = plan;
    const created = await context.aws.apigateway.CreateUsagePlan({
      name: plan.UsagePlanName ?? physicalName(context, 128),
      ...(ApiStages && { apiStages: ApiStages.map(({ ApiId, Stage }) => ({ apiId: ApiId, stage: Stage })) }),
      ...(Description !== undefined && { description: Description }),
      ...(Quota && { quota: { limit: Quota.Limit, offset: Quota.Offset, period: Quota.Period } }),
      ...(Throttle && { throttle: { burstLimit: Throttle.BurstLimit, rateLimit: Throttle.RateLimit } }),
      tags: tagMap([...(Tags ?? []), ...context.systemTags]),
    });
    return { physicalId: created.id!, attributes: { Id: created.id! } };
  },
  async update(context, { physicalId: usagePlanId, attributes, properties }, next) {
    const { apigateway } = context.aws;
    const patchOperations = [
      ...scalarPatches(properties, next, {
        UsagePlanName: { path: '/name', unset: physicalName(context, 128) },
        Description: { path: '/description', unset: '' },
      }),
      ...quotaPatches(properties, next),
      ...throttlePatches(properties, next),
      ...stagePatches(properties.ApiStages, next.ApiStages),
    ];
    if (patchOperations.length > 0) await apigateway.UpdateUsagePlan({ usagePlanId, patchOperations });
    const { set, removed } = tagChange(properties.Tags, next.Tags);
    const resourceArn = `arn:aws:apigateway:${context.region}::/usageplans/${usagePlanId}`;
    if (Object.keys(set).length > 0) await apigateway.TagResource({ resourceArn, tags: set });
    if (removed.length > 0) await apigateway.UntagResource({ resourceArn, tagKeys: removed });
    return { physicalId: usagePlanId, attributes };
  },
  /** A plan lets go of its stages first: API Gateway does not delete one that is in use. */
  async delete({ aws }, { physicalId: usagePlanId }) {
    await unlessAbsent(async () => {
      const { apiStages = [] } = await aws.apigateway.GetUsagePlan({ usagePlanId });
      const stages = apiStages.map(({ apiId, stage }) => ({ ApiId: apiId!, Stage: stage! }));
      const patchOperations = stagePatches(stages, []);
      if (patchOperations.length > 0) await aws.apigateway.UpdateUsagePlan({ usagePlanId, patchOperations });
      await aws.apigateway.DeleteUsagePlan({ usagePlanId });
    });
  },
});

function quotaPatches({ Quota: before }: UsagePlan, { Quota: after }: UsagePlan): PatchOperation[] {
  if (before && !after) return [{ op: 'remove', path: '/quota' }];
  return scalarPatches(before ?? {}, after ?? {}, {
    Limit: { path: '/quota/limit' },
    Offset: { path: '/quota/offset', unset: '0' },
    Period: { path: '/quota/period' },
  });
}

function throttlePatches({ Throttle: before }: UsagePlan, { Throttle: after }: UsagePlan): PatchOperation[] {
  if (before && !after) return [{ op: 'remove', path: '/throttle' }];
  return scalarPatches(before ?? {}, after ?? {}, {
    BurstLimit: { path: '/throttle/burstLimit' },
    RateLimit: { path: '/throttle/rateLimit' },
  });
}

function stagePatches(before: readonly ApiStage[] = [], after: readonly ApiStage[] = []): PatchOperation[] {
  const [old, next] = [before.map(stageText), after.map(stageText)];
  const path = '/apiStages';
  return [
    ...next.filter((it) => !old.includes(it)).map((value): PatchOperation => ({ op: 'add', path, value })),
    ...old.filter((it) => !next.includes(it)).map((value): PatchOperation => ({ op: 'remove', path, value })),
  ];
}

function stageText({ ApiId, Stage }: ApiStage): string {
  return `${ApiId}:${Stage}`;
}
