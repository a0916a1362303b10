import type { Authorizer } from '@aws-sdk/client-api-gateway';
import { notImplemented } from '../../../../kernel/errors.ts';
import { badRequest } from '../../errors.ts';
import type { ApiDocument } from '../api.ts';
import { newAuthorizer } from '../authorizer.ts';
import { asJson, asList, type Description, type Json, text } from './document.ts';

export interface MethodSecurity {
  readonly authorizationType: string;
  readonly authorizerId?: string | undefined;
  readonly apiKeyRequired: boolean;
}

/** Makes authorizers of the security schemes that say so. */
export function importAuthorizers(api: ApiDocument, { securitySchemes }: Description): void {
  for (const [name, scheme] of Object.entries(securitySchemes)) {
    const definition = asJson(scheme)['x-amazon-apigateway-authorizer'];
    if (definition === undefined) continue;
    const known = Object.values(api.authorizers).find((authorizer) => authorizer.name === name);
    const authorizer = newAuthorizer(authorizerFields(name, asJson(scheme), asJson(definition)));
    if (known) authorizer.id = known.id;
    api.authorizers[authorizer.id] = authorizer;
  }
}

function authorizerFields(name: string, scheme: Json, definition: Json): Omit<Authorizer, 'id'> {
  const type = text(definition.type)?.toUpperCase() ?? '';
  if (!['TOKEN', 'REQUEST', 'COGNITO_USER_POOLS'].includes(type)) throw badRequest(`Invalid authorizer type: ${type}`);
  const header = text(scheme.name);
  const ttl = text(definition.authorizerResultTtlInSeconds);
  return {
    name,
    type: type as Authorizer['type'],
    authType: text(scheme['x-amazon-apigateway-authtype']),
    authorizerUri: text(definition.authorizerUri),
    authorizerCredentials: text(definition.authorizerCredentials),
    identitySource:
      text(definition.identitySource) ?? (type === 'TOKEN' && header ? `method.request.header.${header}` : undefined),
    identityValidationExpression: text(definition.identityValidationExpression),
    ...(ttl === undefined ? {} : { authorizerResultTtlInSeconds: Number(ttl) }),
  };
}

/** What a method's `security` asks for, its own or the document's. */
export function methodSecurity(
  api: ApiDocument,
  { root, securitySchemes }: Description,
  operation: Json,
): MethodSecurity {
  const auth = asJson(operation['x-amazon-apigateway-auth']);
  let security: MethodSecurity = {
    authorizationType: text(auth.type)?.toUpperCase() ?? 'NONE',
    apiKeyRequired: false,
  };
  for (const requirement of asList(operation.security ?? root.security)) {
    for (const [name, scopes] of Object.entries(asJson(requirement))) {
      if (asList(scopes).length > 0) throw notImplemented(`the scopes of "${name}"`);
      security = { ...security, ...securityOf(api, name, asJson(securitySchemes[name])) };
    }
  }
  return security;
}

function securityOf(api: ApiDocument, name: string, scheme: Json): Partial<MethodSecurity> {
  const authorizer = Object.values(api.authorizers).find((candidate) => candidate.name === name);
  if (authorizer) return { authorizationType: 'CUSTOM', authorizerId: authorizer.id };
  if (text(scheme['x-amazon-apigateway-authtype'])?.toLowerCase() === 'awssigv4')
    return { authorizationType: 'AWS_IAM' };
  if (text(scheme.type) === 'apiKey' && text(scheme.name)?.toLowerCase() === 'x-api-key')
    return { apiKeyRequired: true };
  throw notImplemented(`the security scheme "${name}"`);
}
