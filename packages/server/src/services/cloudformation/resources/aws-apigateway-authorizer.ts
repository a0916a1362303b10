import type { AuthorizerType } from '@aws-sdk/client-api-gateway';
import { apiGatewayId } from '../../../kernel/ids.ts';
import { unlessAbsent } from './mapping/absence.ts';
import { renamed } from './mapping/defined.ts';
import { scalarPatches } from './mapping/patches.ts';
import { defineResourceType } from './mapping/resource-type.ts';
import { integer, list, text } from './mapping/schema.ts';

interface Authorizer {
  readonly RestApiId: string;
  readonly Name: string;
  readonly Type: AuthorizerType;
}

const MEMBERS = {
  AuthType: 'authType',
  AuthorizerCredentials: 'authorizerCredentials',
  AuthorizerResultTtlInSeconds: 'authorizerResultTtlInSeconds',
  AuthorizerUri: 'authorizerUri',
  IdentitySource: 'identitySource',
  IdentityValidationExpression: 'identityValidationExpression',
  ProviderARNs: 'providerARNs',
} as const;

export const authorizer = defineResourceType<Authorizer>({
  name: 'AWS::ApiGateway::Authorizer',
  properties: {
    RestApiId: text,
    Name: text,
    Type: text,
    AuthType: text,
    AuthorizerCredentials: text,
    AuthorizerResultTtlInSeconds: integer,
    AuthorizerUri: text,
    IdentitySource: text,
    IdentityValidationExpression: text,
    ProviderARNs: list(text),
  },
  required: ['RestApiId', 'Name', 'Type'],
  replacedBy: ['RestApiId', 'ProviderARNs'],
  attributes: ['AuthorizerId'],
  async find({ aws, idToken }, { RestApiId: restApiId }) {
    const target = { restApiId, authorizerId: apiGatewayId(idToken, 6) };
    return (await unlessAbsent(() => aws.apigateway.GetAuthorizer(target)))?.id ?? null;
  },
  async create({ aws }, properties) {
    const { RestApiId, Name, Type } = properties;
    const settings = renamed(properties, MEMBERS);
    const created = await aws.apigateway.CreateAuthorizer({
      restApiId: RestApiId,
      name: Name,
      type: Type,
      ...settings,
    });
    return { physicalId: created.id!, attributes: { AuthorizerId: created.id! } };
  },
  async update({ aws }, { physicalId, attributes, properties }, next) {
    const paths = Object.entries({ ...MEMBERS, Name: 'name', Type: 'type' }).map(
      ([name, member]) => [name, { path: `/${member}` }] as const,
    );
    await aws.apigateway.UpdateAuthorizer({
      restApiId: next.RestApiId,
      authorizerId: physicalId,
      patchOperations: scalarPatches(properties, next, Object.fromEntries(paths)),
    });
    return { physicalId, attributes };
  },
  async delete({ aws }, { physicalId, properties: { RestApiId } }) {
    await unlessAbsent(() => aws.apigateway.DeleteAuthorizer({ restApiId: RestApiId, authorizerId: physicalId }));
  },
});
