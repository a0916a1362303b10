import { idBytes } from '../../kernel/ids.ts';
import type { LiveStage } from '../../services/apigateway/store/api-rows.ts';
import type { Caller } from '../dispatch.ts';
import type { Route } from './router.ts';

/** `requestContext` of proxy events, `$context` of templates. */
export interface RequestContext {
  readonly resourceId: string;
  readonly resourcePath: string;
  readonly httpMethod: string;
  readonly extendedRequestId: string;
  readonly requestTime: string;
  readonly path: string;
  readonly accountId: string;
  readonly protocol: string;
  readonly stage: string;
  readonly domainPrefix: string;
  readonly requestTimeEpoch: number;
  readonly requestId: string;
  readonly identity: Identity;
  readonly domainName: string;
  readonly deploymentId: string;
  readonly apiId: string;
  readonly authorizer?: Readonly<Record<string, unknown>>;
}

export interface Identity {
  readonly cognitoIdentityPoolId: null;
  readonly cognitoIdentityId: null;
  readonly cognitoAuthenticationType: null;
  readonly cognitoAuthenticationProvider: null;
  readonly accountId: string | null;
  readonly caller: string | null;
  readonly accessKey: string | null;
  readonly principalOrgId: null;
  readonly sourceIp: string;
  readonly user: string | null;
  readonly userArn: string | null;
  readonly userAgent: string | null;
  readonly apiKey?: string;
  readonly apiKeyId?: string;
}

interface Arrival {
  readonly live: LiveStage;
  readonly route: Route;
  readonly caller: Caller;
  readonly httpMethod: string;
  readonly path: string;
  readonly domainName: string;
  readonly nowMs: number;
}

export function requestContext({ live, route, caller, httpMethod, path, domainName, nowMs }: Arrival): RequestContext {
  const { stage, api, account } = live;
  return {
    resourceId: route.resource.id,
    resourcePath: route.resource.path,
    httpMethod,
    extendedRequestId: extendedRequestId(),
    requestTime: requestTime(nowMs),
    path: `/${stage.stageName}${path}`,
    accountId: account,
    protocol: 'HTTP/1.1',
    stage: stage.stageName,
    domainPrefix: domainName.split('.', 1)[0]!,
    requestTimeEpoch: nowMs,
    requestId: caller.requestId,
    identity: identityOf(caller, route.method.authorizationType === 'AWS_IAM'),
    domainName,
    deploymentId: stage.deploymentId,
    apiId: api.id,
  };
}

/** What is known of the caller; of a signature only where the method asks for one. */
function identityOf({ principal, accessKeyId, sourceIp, userAgent }: Caller, signed: boolean): Identity {
  const identity = signed && principal.kind === 'identity' ? principal : null;
  return {
    cognitoIdentityPoolId: null,
    cognitoIdentityId: null,
    cognitoAuthenticationType: null,
    cognitoAuthenticationProvider: null,
    accountId: identity?.account ?? null,
    caller: identity?.userId ?? null,
    accessKey: signed ? (accessKeyId ?? null) : null,
    principalOrgId: null,
    sourceIp: sourceIp ?? '127.0.0.1',
    user: identity?.userId ?? null,
    userArn: identity?.arn ?? null,
    userAgent: userAgent ?? null,
  };
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** CLF: `09/Apr/2015:12:34:56 +0000`. */
export function requestTime(ms: number): string {
  const iso = new Date(ms).toISOString();
  return `${iso.slice(8, 10)}/${MONTHS[new Date(ms).getUTCMonth()]}/${iso.slice(0, 4)}:${iso.slice(11, 19)} +0000`;
}

/** `x-amz-apigw-id`: 15 characters of base 64 and a `=`. */
function extendedRequestId(): string {
  return `${idBytes(12).toString('base64').replaceAll('/', '-').replaceAll('+', '_').slice(0, 15)}=`;
}
