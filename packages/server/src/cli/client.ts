import { PlatformError } from '../kernel/errors.ts';
import { signRequest } from '../protocol/sigv4/sign.ts';

export const DEFAULT_PORT = 4566;

/** Where the command line finds the platform, and as whom it speaks: the variables every AWS tool reads. */
export interface Target {
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export function targetFrom(env: Readonly<Record<string, string | undefined>>): Target {
  return {
    endpoint: endpointFrom(env.AWS_ENDPOINT_URL || `http://127.0.0.1:${DEFAULT_PORT}`),
    region: env.AWS_REGION ?? env.AWS_DEFAULT_REGION ?? 'us-east-1',
    accessKeyId: env.AWS_ACCESS_KEY_ID ?? 'hearth',
    secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? 'hearth',
    ...(env.AWS_SESSION_TOKEN ? { sessionToken: env.AWS_SESSION_TOKEN } : {}),
  };
}

function endpointFrom(text: string): string {
  if (URL.canParse(text)) return text.replace(/\/$/, '');
  throw new PlatformError(
    `AWS_ENDPOINT_URL is "${text}", which is no URL.`,
    `Set it to where Hearth runs, as in http://127.0.0.1:${DEFAULT_PORT}.`,
  );
}

export interface ServiceRequest {
  readonly service: string;
  readonly method: 'GET' | 'POST';
  /** Percent-encoded path and query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** What the platform refused, with AWS's code; `remedy` is empty where the message says it all. */
export class AnsweredError extends PlatformError {
  readonly code: string;

  constructor(code: string, message: string, remedy: string) {
    super(`${code}: ${message}`, remedy);
    this.code = code;
  }
}

/** Sends one signed request to the platform; throws what AWS answered as an AnsweredError that says what to do. */
export async function send(
  target: Target,
  request: ServiceRequest,
): Promise<{ readonly headers: Headers; readonly body: Buffer }> {
  const headers = signRequest({
    method: request.method,
    url: new URL(target.endpoint + request.path),
    headers: { ...request.headers },
    body: request.body ?? '',
    service: request.service,
    region: target.region,
    credentials: target,
    date: new Date(),
  });
  const response = await fetch(target.endpoint + request.path, {
    method: request.method,
    headers,
    ...(request.method === 'POST' ? { body: request.body ?? '' } : {}),
  }).catch((cause: unknown) => {
    throw new PlatformError(
      `No Hearth answers at ${target.endpoint}.`,
      'Start one with `hearth start`, or set AWS_ENDPOINT_URL to where it runs.',
      { cause },
    );
  });
  const body = Buffer.from(await response.arrayBuffer());
  if (response.status >= 300) throw answeredError(request.service, response, body);
  return { headers: response.headers, body };
}

function answeredError(service: string, response: Response, body: Buffer): PlatformError {
  const answer = parse(body);
  const code = response.headers.get('x-amzn-errortype') ?? answer.__type ?? answer.code;
  if (code === undefined) {
    return new PlatformError(
      `What answers at ${response.url} is not Hearth (HTTP ${response.status}).`,
      'Set AWS_ENDPOINT_URL to where Hearth runs, or leave it out when that is the default port.',
    );
  }
  const message = answer.message ?? answer.Message ?? body.toString();
  return new AnsweredError(code, message, remedyFor(service, response.status, code));
}

function remedyFor(service: string, status: number, code: string): string {
  const remedies: Record<string, string> = {
    ResourceNotFoundException: `List what there is with \`aws lambda list-functions\`, and check AWS_REGION.${service === 'logs' ? ' A log begins with the first call.' : ''}`,
    ResourceConflictException:
      'See its State and StateReason with `aws lambda get-function-configuration --function-name NAME`; Pending ends by itself.',
    InvalidRequestContentException: `The event has to be JSON, as in --payload '{"name":"you"}' or --payload @event.json.`,
  };
  return remedies[code] ?? (status >= 500 ? 'The platform refused the request; its log may say more.' : '');
}

type ErrorAnswer = { readonly [Member in '__type' | 'code' | 'message' | 'Message']?: string };

function parse(body: Buffer): ErrorAnswer {
  try {
    return JSON.parse(body.toString()) as ErrorAnswer;
  } catch {
    return {};
  }
}
