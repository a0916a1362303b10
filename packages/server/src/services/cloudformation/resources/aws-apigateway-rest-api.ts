import type { ApiKeySourceType, EndpointType, PutMode, RestApi as Api } from '@aws-sdk/client-api-gateway';
import { apiGatewayId } from '../../../kernel/ids.ts';
import { sameValue, type Value } from '../rules/values.ts';
import { unlessAbsent } from './mapping/absence.ts';
import { documentText } from './mapping/documents.ts';
import { listPatches, scalarPatches } from './mapping/patches.ts';
import { physicalName } from './mapping/physical-name.ts';
import { defineResourceType, type ResourceContext } from './mapping/resource-type.ts';
import { boolean, integer, json, list, map, object, tags, text } from './mapping/schema.ts';
import { type PlainTag, tagChange, tagMap } from './mapping/tagging.ts';
import { apiDocument, type BodyLocation } from './mapping/api-body.ts';

interface RestApi {
  readonly Name?: string;
  readonly Description?: string;
  readonly ApiKeySourceType?: ApiKeySourceType;
  readonly BinaryMediaTypes?: string[];
  readonly Body?: Value;
  readonly BodyS3Location?: BodyLocation;
  readonly DisableExecuteApiEndpoint?: boolean;
  readonly EndpointConfiguration?: { readonly Types?: EndpointType[]; readonly VpcEndpointIds?: string[] };
  readonly FailOnWarnings?: boolean;
  readonly MinimumCompressionSize?: number;
  readonly Mode?: PutMode;
  readonly Parameters?: Record<string, string>;
  readonly Policy?: Value;
  readonly Tags?: readonly PlainTag[];
}

export const restApi = defineResourceType<RestApi>({
  name: 'AWS::ApiGateway::RestApi',
  properties: {
    Name: text,
    Description: text,
    ApiKeySourceType: text,
    BinaryMediaTypes: list(text),
    Body: json,
    BodyS3Location: object({ Bucket: text, Key: text, Version: text, ETag: text }),
    DisableExecuteApiEndpoint: boolean,
    EndpointConfiguration: object({ Types: list(text), VpcEndpointIds: list(text) }),
    FailOnWarnings: boolean,
    MinimumCompressionSize: integer,
    Mode: text,
    Parameters: map(text),
    Policy: json,
    Tags: tags,
  },
  required: [],
  replacedBy: [],
  attributes: ['RestApiId', 'RootResourceId'],
  async find({ aws, idToken }) {
    const restApiId = apiGatewayId(idToken, 10);
    return (await unlessAbsent(() => aws.apigateway.GetRestApi({ restApiId })))?.id ?? null;
  },
  async create(context, properties) {
    const { apigateway } = context.aws;
    const { Description, ApiKeySourceType, BinaryMediaTypes, DisableExecuteApiEndpoint } = properties;
    const { EndpointConfiguration, MinimumCompressionSize, Policy, Tags } = properties;
    const document = await apiDocument(context, properties);
    const created = await apigateway.CreateRestApi({
      name: properties.Name ?? titleOf(document) ?? physicalName(context, 128),
      ...(Description !== undefined && { description: Description }),
      ...(ApiKeySourceType && { apiKeySource: ApiKeySourceType }),
      ...(BinaryMediaTypes && { binaryMediaTypes: BinaryMediaTypes }),
      ...(DisableExecuteApiEndpoint !== undefined && { disableExecuteApiEndpoint: DisableExecuteApiEndpoint }),
      ...(EndpointConfiguration && {
        endpointConfiguration: {
          types: EndpointConfiguration.Types,
          ...(EndpointConfiguration.VpcEndpointIds && { vpcEndpointIds: EndpointConfiguration.VpcEndpointIds }),
        },
      }),
      ...(MinimumCompressionSize !== undefined && { minimumCompressionSize: MinimumCompressionSize }),
      // Deploy tools write an empty text for none.
      ...(Policy !== undefined && Policy !== '' && { policy: documentText(Policy) }),
      tags: tagMap([...(Tags ?? []), ...context.systemTags]),
    });
    await context.created(created.id!);
    await putBody(context, created.id!, properties, document);
    return made(created);
  },
  async update(context, { physicalId: restApiId, properties }, next) {
    const { apigateway } = context.aws;
    const patchOperations = [
      ...scalarPatches(flat(properties), flat(next), {
        Name: { path: '/name', unset: physicalName(context, 128) },
        Description: { path: '/description', unset: '' },
        ApiKeySourceType: { path: '/apiKeySource', unset: 'HEADER' },
        DisableExecuteApiEndpoint: { path: '/disableExecuteApiEndpoint', unset: 'false' },
        MinimumCompressionSize: { path: '/minimumCompressionSize', unset: '' },
        Policy: { path: '/policy', unset: '' },
      }),
      ...listPatches('/binaryMediaTypes', properties.BinaryMediaTypes, next.BinaryMediaTypes),
      ...listPatches('/endpointConfiguration/types', typesOf(properties), typesOf(next)),
    ];
    if (patchOperations.length > 0) await apigateway.UpdateRestApi({ restApiId, patchOperations });
    const changed =
      !sameValue(properties.Body, next.Body) || !sameValue(properties.BodyS3Location, next.BodyS3Location);
    if (changed) await putBody(context, restApiId, next, await apiDocument(context, next));
    const { set, removed } = tagChange(properties.Tags, next.Tags);
    const resourceArn = `arn:aws:apigateway:${context.region}::/restapis/${restApiId}`;
    if (Object.keys(set).length > 0) await apigateway.TagResource({ resourceArn, tags: set });
    if (removed.length > 0) await apigateway.UntagResource({ resourceArn, tagKeys: removed });
    return made(await apigateway.GetRestApi({ restApiId }));
  },
  async delete({ aws }, { physicalId }) {
    await unlessAbsent(() => aws.apigateway.DeleteRestApi({ restApiId: physicalId }));
  },
});

function made({ id, rootResourceId }: Api) {
  return { physicalId: id!, attributes: { RestApiId: id!, RootResourceId: rootResourceId! } };
}

function typesOf({ EndpointConfiguration }: RestApi): readonly string[] {
  return EndpointConfiguration?.Types ?? ['EDGE'];
}

function flat(properties: RestApi): object {
  const { Policy } = properties;
  return { ...properties, ...(Policy !== undefined && { Policy: documentText(Policy) }) };
}

function titleOf(document: string | null): string | undefined {
  return document === null ? undefined : /"title"\s*:\s*"([^"]+)"/.exec(document)?.[1];
}

async function putBody(
  { aws }: ResourceContext,
  restApiId: string,
  { Mode, FailOnWarnings, Parameters }: RestApi,
  document: string | null,
): Promise<void> {
  if (document === null) return;
  await aws.apigateway.PutRestApi({
    restApiId,
    mode: Mode ?? 'overwrite',
    body: Buffer.from(document),
    ...(FailOnWarnings !== undefined && { failOnWarnings: FailOnWarnings }),
    ...(Parameters && { parameters: Parameters }),
  });
}
