import type { Authorizer } from '@aws-sdk/client-api-gateway';
import { notImplemented } from '../../../kernel/errors.ts';
import { badRequest } from '../errors.ts';
import type { AuthorizerNode } from './api.ts';
import { checkExpression } from './expression.ts';
import { newId } from './ids.ts';
import { functionOfUri, isInvoker } from './lambda-uri.ts';

const DEFAULT_TTL_SECONDS = 300;
const MAX_TTL_SECONDS = 3600;
const IDENTITY_SOURCE = /^(method\.request\.(header|querystring)\.[^\s,]+|context\.[\w.]+|stageVariables\.\w+)$/;

export function newAuthorizer(input: Omit<Authorizer, 'id'>, id = newId(6)): AuthorizerNode {
  const { type, authType, authorizerUri, identitySource, identityValidationExpression, providerARNs } = input;
  const authorizer: AuthorizerNode = {
    id,
    name: input.name ?? '',
    type: type!,
    authType: authType ?? 'custom',
    authorizerUri,
    authorizerCredentials: input.authorizerCredentials,
    identitySource,
    identityValidationExpression,
    providerARNs,
    authorizerResultTtlInSeconds: input.authorizerResultTtlInSeconds ?? DEFAULT_TTL_SECONDS,
  };
  checkAuthorizer(authorizer);
  return authorizer;
}

export function checkAuthorizer(authorizer: AuthorizerNode): void {
  const { name, type, authorizerUri, identitySource, authorizerResultTtlInSeconds: ttl = 0 } = authorizer;
  if (!name) throw badRequest('Authorizer name must be non-empty');
  if (type === 'COGNITO_USER_POOLS') throw notImplemented('authorizers of type COGNITO_USER_POOLS');
  if (functionOfUri(authorizerUri) === null)
    throw badRequest(
      `Invalid Authorizer URI: ${authorizerUri}. Authorizer URI should be a valid API Gateway ARN that represents a Lambda function invocation.`,
    );
  if (authorizer.authorizerCredentials && !isInvoker(authorizer.authorizerCredentials)) {
    throw badRequest('Invalid ARN specified in the request');
  }
  if (ttl < 0 || ttl > MAX_TTL_SECONDS) throw badRequest('AuthorizerResultTtlInSeconds must be between 0 and 3600');
  checkIdentitySource(type, identitySource, ttl);
  const { identityValidationExpression: expression = '' } = authorizer;
  checkExpression(expression, () => badRequest(`Invalid identity validation expression: ${expression}`));
}

function checkIdentitySource(type: string, identitySource: string | undefined, ttl: number): void {
  const sources = (identitySource ?? '')
    .split(',')
    .map((source) => source.trim())
    .filter(Boolean);
  if (sources.length === 0 && (type === 'TOKEN' || ttl > 0)) {
    throw badRequest(
      'Identity source is required for TOKEN authorizers, and for REQUEST authorizers with caching enabled',
    );
  }
  const wrong = sources.find((source) => !IDENTITY_SOURCE.test(source));
  if (wrong !== undefined || (type === 'TOKEN' && !/^method\.request\.header\.[^\s,]+$/.test(identitySource ?? ''))) {
    throw badRequest(`Invalid identity source specified: ${wrong ?? identitySource}`);
  }
}
