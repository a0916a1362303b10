import { hexId } from '../../kernel/ids.ts';
import { AwsError } from '../../kernel/errors.ts';
import type { Scope } from '../../services/service.ts';
import type { WireRequest } from '../../protocol/wire.ts';
import type { LiveStage } from '../../services/apigateway/store/api-rows.ts';
import type { Caller } from '../dispatch.ts';
import { GatewayFault, signatureFault } from './fault.ts';
import type { RequestContext } from './request-context.ts';
import type { Route } from './router.ts';
import type { MultiValues } from './values.ts';

/** One request for an API, once it is known what for. */
export interface ApiRequest {
  readonly live: LiveStage;
  readonly route: Route;
  readonly wire: WireRequest;
  readonly body: RequestBody;
  readonly caller: Caller;
  /** Behind the stage, as it came: percent-encoded. */
  readonly path: string;
  /** As the integration gets them: filtered, with `X-Forwarded-…` and `X-Amzn-Trace-Id`. */
  readonly headers: MultiValues;
  readonly query: MultiValues;
  readonly context: RequestContext;
  readonly traceId: string;
}

/** "Payload size 10 MB" (API Gateway quotas, REST APIs). */
const MAX_BODY_BYTES = 10 * 1024 ** 2;

/** A request's body, which validation and integration both read. */
export class RequestBody {
  readonly #wire: WireRequest;
  #bytes: Promise<Buffer> | null = null;

  constructor(wire: WireRequest) {
    this.#wire = wire;
  }

  /** Throws REQUEST_TOO_LARGE, INVALID_SIGNATURE or BAD_REQUEST_BODY. */
  read(): Promise<Buffer> {
    return (this.#bytes ??= readBytes(this.#wire));
  }
}

async function readBytes({ headers, body }: WireRequest): Promise<Buffer> {
  if (Number(headers['content-length'] ?? 0) > MAX_BODY_BYTES) throw new GatewayFault('REQUEST_TOO_LARGE');
  try {
    const bytes = await body.bytes(MAX_BODY_BYTES);
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  } catch (cause) {
    const refused = cause instanceof AwsError && cause.options.fault === 'client';
    if (!refused) throw cause;
    // Not what was signed; too long, or cut short.
    throw (
      signatureFault(cause) ??
      new GatewayFault(cause.options.status === 413 ? 'REQUEST_TOO_LARGE' : 'BAD_REQUEST_BODY', { cause })
    );
  }
}

export function scopeOf({ live: { account, region } }: Pick<ApiRequest, 'live'>): Scope {
  return { account, region };
}

/** `arn:aws:execute-api:us-east-1:123456789012:abc123/dev/GET/users/{id}`: what functions are asked to permit. */
export function sourceArn({ live, route, context }: Pick<ApiRequest, 'live' | 'route' | 'context'>): string {
  return `${stageArn(live)}/${context.httpMethod}${route.resource.path}`;
}

/** What authorizers decide on: the path that was asked for. */
export function methodArn({ live, context, path }: Pick<ApiRequest, 'live' | 'context' | 'path'>): string {
  return `${stageArn(live)}/${context.httpMethod}${path}`;
}

function stageArn({ region, account, api, stage }: LiveStage): string {
  return `arn:aws:execute-api:${region}:${account}:${api.id}/${stage.stageName}`;
}

/** The upstream trace, or a new one. */
export function traceOf(headerValue: string | undefined, nowMs: number): string {
  if (headerValue?.includes('Root=')) return headerValue;
  return `Root=1-${Math.floor(nowMs / 1000)
    .toString(16)
    .padStart(8, '0')}-${hexId(24)}`;
}
