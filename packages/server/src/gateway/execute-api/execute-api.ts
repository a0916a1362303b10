import { AwsError } from '../../kernel/errors.ts';
import type { WireRequest, WireResponse } from '../../protocol/wire.ts';
import type { ApiGatewayState } from '../../services/apigateway/state.ts';
import type { AwsClients, Principal, Scope } from '../../services/service.ts';
import type { LiveStage } from '../../services/apigateway/store/api-rows.ts';
import type { Caller } from '../dispatch.ts';
import type { DataPlaneRequest } from '../recognise/recognised.ts';
import { type ApiRequest, RequestBody, traceOf } from './api-request.ts';
import { authorise } from './authorise.ts';
import { checkApiKey } from './check-api-key.ts';
import { CompiledStages } from './compiled-stage.ts';
import { GatewayFault, signatureFault } from './fault.ts';
import { type FaultyRequest, renderFault } from './gateway-response.ts';
import { integrationHeaders } from './headers.ts';
import type { Backend } from './integrations/backend.ts';
import { Invokers } from './integrations/invokers.ts';
import { runIntegration } from './integrations/run-integration.ts';
import { requestContext } from './request-context.ts';
import { Throttles } from './throttle.ts';
import { checkRequest } from './validate-request.ts';
import { ProgramOverrun } from './user-programs/program-process.ts';
import { UserPrograms } from './user-programs/user-programs.ts';
import { parseHeaders, parseQuery } from './values.ts';

export interface ExecuteApiOptions extends Pick<Backend, 'clock' | 'logger'> {
  readonly aws: (scope: Scope, principal: Principal) => AwsClients;
  /** API Gateway's state; loads the service when it is first asked for. */
  readonly state: () => Promise<ApiGatewayState>;
}

/** Answers requests for REST APIs: route, authorise, check key, validate, throttle, integrate. */
export class ExecuteApi {
  readonly #options: ExecuteApiOptions;
  readonly #backend: Backend;
  readonly #compiled = new CompiledStages();
  readonly #throttles: Throttles;

  constructor(options: ExecuteApiOptions) {
    this.#options = options;
    const { clock, logger, aws } = options;
    this.#backend = { clock, logger, invokers: new Invokers(aws, clock), programs: new UserPrograms(clock, logger) };
    this.#throttles = new Throttles(clock);
  }

  async answer(target: DataPlaneRequest, caller: Caller, wire: WireRequest): Promise<WireResponse> {
    if (headerBytes(wire) > MAX_HEADER_BYTES) {
      const text = `HTTP header is larger than ${MAX_HEADER_BYTES} bytes.`;
      return refusal(431, 'BadRequestException', text, caller.requestId);
    }
    const { stageName, path } = splitStage(target);
    const state = await this.#options.state();
    const live = await liveStage(state, target.id, stageName);
    if (!live) return refusal(403, 'ForbiddenException', 'Forbidden', caller.requestId);
    const arrived = {
      live,
      path,
      wire,
      caller,
      headers: parseHeaders(wire.rawHeaders, wire.headers),
      query: parseQuery(wire.query),
    };
    const known: Known = { ...arrived, requestId: caller.requestId, pathParameters: {} };
    try {
      return await this.#run(state, target, arrived, known);
    } catch (error) {
      return renderFault(this.#asFault(error, known), known);
    }
  }

  /** Words the refusal of a signature as the stage does that it was for. Rejects with an error that is none. */
  async refuse(target: DataPlaneRequest, requestId: string, wire: WireRequest, error: AwsError): Promise<WireResponse> {
    const fault = signatureFault(error);
    if (!fault) throw error;
    const live = await liveStage(await this.#options.state(), target.id, splitStage(target).stageName);
    if (!live) return refusal(403, 'ForbiddenException', 'Forbidden', requestId);
    const headers = parseHeaders(wire.rawHeaders, wire.headers);
    return renderFault(fault, { live, requestId, headers, query: parseQuery(wire.query), pathParameters: {} });
  }

  /** Ends the processes of what API users wrote, when there are any. */
  close(): Promise<void> {
    return this.#backend.programs.close();
  }

  async #run(state: ApiGatewayState, target: DataPlaneRequest, arrived: Arrived, known: Known): Promise<WireResponse> {
    const routed = this.#route(target, arrived);
    known.context = routed.context;
    known.pathParameters = routed.route.pathParameters;
    const { request, usageKey } = await authorise(this.#backend, state, routed);
    const keyed = await checkApiKey(state, this.#throttles, request, usageKey);
    known.context = keyed.context;
    await checkRequest(this.#backend.programs, keyed);
    this.#throttles.admitMethod(keyed);
    const response = await runIntegration(this.#backend, keyed);
    const { requestId, extendedRequestId } = keyed.context;
    return {
      ...response,
      headers: { 'x-amzn-RequestId': requestId, 'x-amz-apigw-id': extendedRequestId, ...response.headers },
    };
  }

  #route(target: DataPlaneRequest, { live, path, wire, caller, headers, query }: Arrived): ApiRequest {
    const route = this.#compiled.of(live).router.match(wire.method, path);
    if (!route) throw new GatewayFault('MISSING_AUTHENTICATION_TOKEN');
    const nowMs = this.#options.clock.now();
    const domainName = domainOf(target, live, wire);
    const context = requestContext({ live, route, caller, httpMethod: wire.method, path, domainName, nowMs });
    const traceId = traceOf(wire.headers['x-amzn-trace-id'], nowMs);
    const { sourceIp } = context.identity;
    const toIntegrate = integrationHeaders(headers, { sourceIp, host: wire.headers.host ?? '', traceId });
    const body = new RequestBody(wire);
    return { live, route, wire, body, caller, path, headers: toIntegrate, query, context, traceId };
  }

  /** Anything that is no fault of the request is a bug, or the API's: logged, answered as AWS answers its own. */
  #asFault(error: unknown, { caller, path, live }: Known): GatewayFault {
    if (error instanceof GatewayFault) return error;
    if (error instanceof AwsError && error.options.status === 413) return new GatewayFault('REQUEST_TOO_LARGE');
    // Logged when it was ended.
    if (error instanceof ProgramOverrun) return new GatewayFault('API_CONFIGURATION_ERROR', { cause: error });
    this.#options.logger.error('a request for an API failed', {
      api: live.api.id,
      path,
      requestId: caller.requestId,
      cause: error,
    });
    return new GatewayFault('API_CONFIGURATION_ERROR', { cause: error });
  }
}

type Arrived = Pick<ApiRequest, 'live' | 'path' | 'wire' | 'caller' | 'headers' | 'query'>;
interface Known extends Arrived, FaultyRequest {
  readonly live: LiveStage;
  context?: FaultyRequest['context'];
  pathParameters: FaultyRequest['pathParameters'];
}

async function liveStage({ stages }: ApiGatewayState, apiId: string, stageName: string): Promise<LiveStage | null> {
  const live = stageName === '' ? null : await stages.find(apiId, stageName);
  return live?.api.disableExecuteApiEndpoint ? null : live;
}

/** By host name the stage is the path's first segment. */
function splitStage({ stage, path }: DataPlaneRequest): { stageName: string; path: string } {
  if (stage !== undefined) return { stageName: stage, path };
  const end = path.indexOf('/', 1);
  return end < 0 ? { stageName: path.slice(1), path: '/' } : { stageName: path.slice(1, end), path: path.slice(end) };
}

/** The name that was asked for, or the one that the API would have on AWS when its address is a path. */
function domainOf({ stage, id }: DataPlaneRequest, { region }: LiveStage, { headers }: WireRequest): string {
  return stage === undefined ? (headers.host ?? '').replace(/:\d+$/, '') : `${id}.execute-api.${region}.amazonaws.com`;
}

/** "Total combined size of request line and header values: 10240 bytes" (API Gateway quotas, REST APIs). */
const MAX_HEADER_BYTES = 10_240;

function headerBytes({ method, path, query, headers }: WireRequest): number {
  const values = Object.values(headers).reduce((sum, value) => sum + value.length, 0);
  return values + method.length + path.length + query.length;
}

/** What is refused before anything is known of its API, whose gateway responses it cannot have. */
function refusal(status: number, errorType: string, message: string, requestId: string): WireResponse {
  return {
    status,
    headers: { 'x-amzn-RequestId': requestId, 'x-amzn-ErrorType': errorType, 'Content-Type': 'application/json' },
    body: JSON.stringify({ message }),
  };
}
