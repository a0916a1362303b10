import type { Authorization } from '../../services/apigateway/authorizer-cache.ts';
import type { ApiGatewayState } from '../../services/apigateway/state.ts';
import { type ApiRequest, methodArn } from './api-request.ts';
import { decide } from './authorizer-policy.ts';
import { GatewayFault } from './fault.ts';
import type { Backend } from './integrations/backend.ts';
import { askAuthorizer, identityOf } from './lambda-authorizer.ts';

export interface Authorised {
  readonly request: ApiRequest;
  /** The API key that the authorizer named. */
  readonly usageKey?: string | undefined;
}

/** Lets the request through when its method's authorization allows; its context then says who asked. */
export async function authorise(backend: Backend, state: ApiGatewayState, request: ApiRequest): Promise<Authorised> {
  const { method } = request.route;
  if (method.authorizationType === 'AWS_IAM') {
    if (request.caller.accessKeyId === undefined) throw new GatewayFault('MISSING_AUTHENTICATION_TOKEN');
    return { request };
  }
  if (method.authorizationType !== 'CUSTOM') return { request };
  const startedAt = backend.clock.now();
  const authorization = await authorizationOf(backend, state, request);
  requireAllowed(backend, request, authorization);
  const authorizer = {
    ...authorization.context,
    principalId: authorization.principalId,
    integrationLatency: backend.clock.now() - startedAt,
  };
  return {
    request: { ...request, context: { ...request.context, authorizer } },
    usageKey: authorization.usageIdentifierKey,
  };
}

/** From the cache, when the same identity asked not long ago. */
async function authorizationOf(
  backend: Backend,
  { authorizations }: ApiGatewayState,
  request: ApiRequest,
): Promise<Authorization> {
  const { live, route } = request;
  const authorizer = live.api.authorizers[route.method.authorizerId ?? ''];
  if (!authorizer) throw new GatewayFault('AUTHORIZER_CONFIGURATION_ERROR');
  const identity = await identityOf(backend.programs, authorizer, request);
  const stagePath = `${live.api.id}/${live.stage.stageName}`;
  const key = identity && `${authorizer.id}/${JSON.stringify(identity)}`;
  const known = key && authorizations.find(stagePath, key);
  if (known) return known;
  const authorization = await askAuthorizer(backend, authorizer, request, identity);
  if (key) authorizations.keep(stagePath, key, authorization, authorizer.authorizerResultTtlInSeconds ?? 300);
  return authorization;
}

function requireAllowed({ logger }: Backend, request: ApiRequest, { policyDocument }: Authorization): void {
  let decision: ReturnType<typeof decide>;
  try {
    decision = decide(policyDocument, methodArn(request));
  } catch (cause) {
    logger.warn('an authorizer answered no usable policy', { api: request.live.api.id, cause });
    throw new GatewayFault('AUTHORIZER_CONFIGURATION_ERROR', { cause });
  }
  if (decision === 'allow') return;
  const text = 'User is not authorized to access this resource';
  throw new GatewayFault('ACCESS_DENIED', {
    text: decision === 'explicit-deny' ? `${text} with an explicit deny in an identity-based policy` : text,
  });
}
