import { apiGatewayId } from '../../../kernel/ids.ts';
import { unlessAbsent } from './mapping/absence.ts';
import { scalarPatches } from './mapping/patches.ts';
import { physicalName } from './mapping/physical-name.ts';
import { defineResourceType } from './mapping/resource-type.ts';
import { boolean, list, object, tags, text } from './mapping/schema.ts';
import { type PlainTag, tagChange, tagMap } from './mapping/tagging.ts';

interface ApiKey {
  readonly CustomerId?: string;
  readonly Description?: string;
  readonly Enabled?: boolean;
  readonly GenerateDistinctId?: boolean;
  readonly Name?: string;
  readonly StageKeys?: readonly { readonly RestApiId?: string; readonly StageName?: string }[];
  readonly Tags?: readonly PlainTag[];
  readonly Value?: string;
}

export const apiKey = defineResourceType<ApiKey>({
  name: 'AWS::ApiGateway::ApiKey',
  properties: {
    CustomerId: text,
    Description: text,
    Enabled: boolean,
    GenerateDistinctId: boolean,
    Name: text,
    StageKeys: list(object({ RestApiId: text, StageName: text })),
    Tags: tags,
    Value: text,
  },
  required: [],
  replacedBy: ['GenerateDistinctId', 'Name', 'StageKeys', 'Value'],
  attributes: ['APIKeyId'],
  async find({ aws, idToken }) {
    const apiKeyId = apiGatewayId(idToken, 10);
    return (await unlessAbsent(() => aws.apigateway.GetApiKey({ apiKey: apiKeyId })))?.id ?? null;
  },
  async create(context, key) {
    const { CustomerId, Description, Enabled = false, GenerateDistinctId, StageKeys, Tags, Value } = key;
    const created = await context.aws.apigateway.CreateApiKey({
      name: key.Name ?? physicalName(context, 128),
      enabled: Enabled,
      ...(CustomerId !== undefined && { customerId: CustomerId }),
      ...(Description !== undefined && { description: Description }),
      ...(GenerateDistinctId !== undefined && { generateDistinctId: GenerateDistinctId }),
      ...(StageKeys && { stageKeys: StageKeys.map((it) => ({ restApiId: it.RestApiId, stageName: it.StageName })) }),
      tags: tagMap([...(Tags ?? []), ...context.systemTags]),
      ...(Value !== undefined && { value: Value }),
    });
    return { physicalId: created.id!, attributes: { APIKeyId: created.id! } };
  },
  async update({ aws, region }, { physicalId, attributes, properties }, next) {
    const patchOperations = scalarPatches(properties, next, {
      CustomerId: { path: '/customerId', unset: '' },
      Description: { path: '/description', unset: '' },
      Enabled: { path: '/enabled', unset: 'false' },
    });
    if (patchOperations.length > 0) await aws.apigateway.UpdateApiKey({ apiKey: physicalId, patchOperations });
    const { set, removed } = tagChange(properties.Tags, next.Tags);
    const resourceArn = `arn:aws:apigateway:${region}::/apikeys/${physicalId}`;
    if (Object.keys(set).length > 0) await aws.apigateway.TagResource({ resourceArn, tags: set });
    if (removed.length > 0) await aws.apigateway.UntagResource({ resourceArn, tagKeys: removed });
    return { physicalId, attributes };
  },
  async delete({ aws }, { physicalId }) {
    await unlessAbsent(() => aws.apigateway.DeleteApiKey({ apiKey: physicalId }));
  },
});
