import { AwsError, notImplemented } from '../kernel/errors.ts';
import { uuid } from '../kernel/ids.ts';
import type { Logger } from '../kernel/logger.ts';
import type { ServiceCodec } from '../protocol/codec.ts';
import { presentedCredential, type PresentedCredential } from '../protocol/sigv4/credential.ts';
import { bytesBody } from '../protocol/wire-body.ts';
import type { WireRequest, WireResponse } from '../protocol/wire.ts';
import { registry } from '../services/registry.ts';
import type { Principal, ServiceName } from '../services/service.ts';
import {
  authenticate,
  withBody,
  type Authenticated,
  type AuthenticationOptions,
  type Claimed,
} from './authenticate.ts';
import { answerDownload, downloadToken, type Download } from './code-download.ts';
import { asAwsError, type Caller } from './dispatch.ts';
import { errorFamily } from './error-family.ts';
import { refusalOf, type GuardOptions } from './guard.ts';
import { answerOwnPage, type HearthFacts } from './hearth-routes.ts';
import { jsonResponse } from './json-response.ts';
import type { RequestHandler } from './listener.ts';
import { bucketPath } from './recognise/bucket-path.ts';
import { recognise } from './recognise/recognise.ts';
import {
  DEFAULT_REGION,
  type DataPlaneRequest,
  type Evidence,
  type HearthRequest,
  type Recognised,
} from './recognise/recognised.ts';
import { indexServices } from './recognise/service-index.ts';
import { SERVICES, type ServiceTable } from './recognise/service-table.ts';
import { strangerCodecs } from './stranger-codec.ts';

/** What lies behind the gateway. */
export interface Behind {
  /** Runs one operation of a service. An AwsError that it throws is answered in the service's words. */
  service(name: ServiceName, caller: Caller, request: WireRequest): Promise<WireResponse>;
  /** Words refusals as the service does. */
  codec(name: ServiceName): Promise<ServiceCodec>;
  /** Runs a user's program: an API or a function URL. Absent: there are none yet. */
  program?(target: DataPlaneRequest, caller: Caller, request: WireRequest): Promise<WireResponse>;
  /** Words the refusal of a signature as the program does; rejects when it leaves that to the gateway. */
  refuseForProgram?(
    target: DataPlaneRequest,
    requestId: string,
    request: WireRequest,
    error: AwsError,
  ): Promise<WireResponse>;
  /** Absent: there is no S3 yet. */
  bucketExists?(name: string): Promise<boolean>;
  /** The zip that a URL of GetFunction leads to; null when the URL is none of ours or has expired. */
  download?(token: string): Promise<Download | null>;
  /** A custom resource's function puts its answer to `/_hearth/cfn-response/…`; the URL is its own permission. */
  customResourceResponse?(request: WireRequest): Promise<WireResponse>;
  facts(): HearthFacts;
}

export interface GatewayOptions extends AuthenticationOptions, GuardOptions {
  readonly logger: Logger;
  readonly behind: Behind;
}

/** A request on its way through the gateway. */
interface Visit extends Evidence {
  readonly requestId: string;
  readonly sourceIp: string;
}

/** A request that may go on, and whose signature, if any, was believed. */
interface Admitted {
  readonly caller: Caller;
  readonly request: WireRequest;
}

/** The outer door: receive, recognise, guard, authenticate, dispatch, respond. The handler never rejects. */
export function createGateway(options: GatewayOptions): RequestHandler {
  const gateway = new Gateway(options);
  return (request, sourceIp) => gateway.handle(request, sourceIp);
}

class Gateway {
  readonly #options: GatewayOptions;
  readonly #services = indexServices(presentServices());
  #strangers: ReturnType<typeof strangerCodecs> | null = null;

  constructor(options: GatewayOptions) {
    this.#options = options;
  }

  async handle(request: WireRequest, sourceIp: string): Promise<WireResponse> {
    const credential = presentedCredential(request);
    let visit: Visit = { request, credential, form: null, services: this.#services, requestId: uuid(), sourceIp };
    let recognised: Recognised = { kind: 'unknown' };
    try {
      if (mayNeedForm(visit)) visit = await withForm(visit);
      recognised = recognise(visit);
      if (recognised.kind === 'unknown') recognised = await this.#askBuckets(visit);
      const refusal = refusalOf(visit.request, recognised, this.#options);
      if (refusal) throw refusal;
      return await this.#respond(visit, recognised);
    } catch (error) {
      const service = recognised.kind === 'service' ? recognised.service : undefined;
      const where = { service, path: request.path, requestId: visit.requestId };
      return this.#refuse(visit, recognised, asAwsError(error, this.#options.logger, where));
    }
  }

  async #askBuckets(visit: Visit): Promise<Recognised> {
    const { behind } = this.#options;
    const found = behind.bucketExists && (await bucketPath(visit, (name) => behind.bucketExists!(name)));
    return found ?? { kind: 'unknown' };
  }

  /** Turns of the microtask queue are what a small answer costs most, so what can be known at once is not awaited. */
  #respond(visit: Visit, recognised: Recognised): WireResponse | Promise<WireResponse> {
    const { behind } = this.#options;
    switch (recognised.kind) {
      case 'service': {
        const run = ({ caller, request }: Admitted) => behind.service(recognised.service, caller, request);
        const admitted = this.#admit(visit, recognised);
        return admitted instanceof Promise ? admitted.then(run) : run(admitted);
      }
      case 'data-plane':
        return this.#runProgram(visit, recognised);
      case 'hearth':
        return this.#showOwnPage(visit, recognised);
      case 'absent':
        throw notImplemented(`the AWS service "${recognised.service}"`);
      case 'unknown':
        return unknownRequest(visit);
    }
  }

  async #runProgram(visit: Visit, target: DataPlaneRequest): Promise<WireResponse> {
    const { behind } = this.#options;
    if (!behind.program) throw notImplemented(target.plane === 'execute-api' ? 'APIs of API Gateway' : 'function URLs');
    let admitted: Admitted;
    try {
      admitted = await this.#admit(visit, target);
    } catch (error) {
      if (!(error instanceof AwsError) || !behind.refuseForProgram) throw error;
      return behind.refuseForProgram(target, visit.requestId, visit.request, error);
    }
    return behind.program(target, admitted.caller, admitted.request);
  }

  /** Health is for everyone, the URL of a download or a custom response its own permission; the rest is for callers. */
  async #showOwnPage(visit: Visit, page: HearthRequest): Promise<WireResponse> {
    const { behind, authentication } = this.#options;
    const token = downloadToken(page.path);
    if (token !== null && behind.download) return answerDownload(visit.request, token, (it) => behind.download!(it));
    if (page.path.startsWith('/_hearth/cfn-response/') && behind.customResourceResponse) {
      return behind.customResourceResponse(visit.request);
    }
    if (authentication === 'required' && !page.path.endsWith('/health')) await this.#admit(visit, page);
    return answerOwnPage(visit.request, () => behind.facts());
  }

  #admit(visit: Visit, recognised: Recognised): Admitted | Promise<Admitted> {
    const region = 'region' in recognised ? recognised.region : DEFAULT_REGION;
    const admit = (authenticated: Authenticated) => ({
      caller: new RequestCaller(visit, authenticated, region),
      request: authenticated.request,
    });
    const authenticated = authenticate(visit.request, claimedBy(visit, recognised), this.#options);
    return authenticated instanceof Promise ? authenticated.then(admit) : admit(authenticated);
  }

  async #refuse({ request, requestId }: Visit, recognised: Recognised, error: AwsError): Promise<WireResponse> {
    const { behind, logger } = this.#options;
    try {
      if (recognised.kind === 'service')
        return (await behind.codec(recognised.service)).refuse(request, error, requestId);
    } catch (cause) {
      logger.error('a service cannot word its refusals', { requestId, cause });
    }
    this.#strangers ??= strangerCodecs();
    const codec =
      recognised.kind === 'absent' && recognised.service === 's3' ? this.#strangers.s3 : this.#strangers.any;
    return codec.refuse(request, error, requestId);
  }
}

/** The rows of the services that are there: a model may come before its service. */
function presentServices(): Partial<ServiceTable> {
  return Object.fromEntries(Object.entries(SERVICES).filter(([name]) => Object.hasOwn(registry, name)));
}

/** An unsigned form says only in its body what it asks for: the largest, an IAM policy's, has some 50 KB. */
const MAX_FORM_BYTES = 1024 ** 2;

function mayNeedForm({ request: { method, headers }, credential }: Visit): boolean {
  return (
    method === 'POST' &&
    !credential &&
    headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true
  );
}

/** Reads the form of a request that nothing else tells the purpose of; programs keep theirs unread. */
async function withForm(visit: Visit): Promise<Visit> {
  if (recognise(visit).kind !== 'unknown') return visit;
  const { request } = visit;
  const bytes = await request.body.bytes(MAX_FORM_BYTES);
  return {
    ...visit,
    request: withBody(request, bytesBody(bytes), request.headers),
    form: new URLSearchParams(Buffer.from(bytes).toString()),
  };
}

const PLANE_SCOPES = { 'execute-api': ['execute-api'], 'function-url': ['lambda'] } as const;

function claimedBy(
  { request, credential }: { readonly request: WireRequest; readonly credential: PresentedCredential | null },
  recognised: Recognised,
): Claimed {
  const family = errorFamily(request, recognised);
  if (recognised.kind !== 'data-plane') return { credential, family, anonymousAllowed: family === 's3' };
  return { credential, family, anonymousAllowed: true, scopes: PLANE_SCOPES[recognised.plane] };
}

/** The abort signal is made for those who ask. */
class RequestCaller implements Caller {
  readonly requestId: string;
  readonly principal: Principal;
  readonly account: string;
  readonly region: string;
  readonly sourceIp: string;
  readonly accessKeyId: string | undefined;
  readonly #request: WireRequest;

  constructor({ request, requestId, sourceIp }: Visit, authenticated: Authenticated, region: string) {
    this.requestId = requestId;
    this.principal = authenticated.principal;
    this.account = authenticated.account;
    this.region = region;
    this.sourceIp = sourceIp;
    this.accessKeyId = authenticated.accessKeyId;
    this.#request = request;
  }

  get traceHeader(): string | undefined {
    return this.#request.headers['x-amzn-trace-id'];
  }

  get userAgent(): string | undefined {
    return this.#request.headers['user-agent'];
  }

  get signal(): AbortSignal {
    return this.#request.signal;
  }

  get gone(): boolean {
    return this.#request.gone === true;
  }
}

function unknownRequest({ request: { method, path, headers }, requestId }: Visit): WireResponse {
  const message = `Nothing at Hearth answers ${method} ${path} on ${headers.host}: the request is not signed for a service, and names none by its headers, host or path.`;
  return jsonResponse(404, { code: 'NotFound', message }, { 'x-amzn-requestid': requestId });
}
