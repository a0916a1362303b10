import type { AuthorizerNode } from '../../services/apigateway/rules/api.ts';
import type { Authorization } from '../../services/apigateway/authorizer-cache.ts';
import { type ApiRequest, methodArn } from './api-request.ts';
import { GatewayFault } from './fault.ts';
import type { Backend } from './integrations/backend.ts';
import { invokeFunction } from './integrations/invoke-function.ts';
import { requestFields } from './proxy-event.ts';
import { ProgramOverrun } from './user-programs/program-process.ts';
import type { UserPrograms } from './user-programs/user-programs.ts';
import { header } from './values.ts';

/** "Authorizer's Lambda function timeout: 29 s at most, 10 s by default" is the function's own; the gateway's bound is this. */
const TIMEOUT_MS = 29_000;

/**
 * The values that identify the caller, in the order of the authorizer's identity sources; null when it has none.
 * Throws UNAUTHORIZED, without asking the function, when one is missing or does not match the expression for tokens.
 */
export async function identityOf(
  programs: UserPrograms,
  authorizer: AuthorizerNode,
  request: ApiRequest,
): Promise<string[] | null> {
  const sources = (authorizer.identitySource ?? '')
    .split(',')
    .map((source) => source.trim())
    .filter(Boolean);
  const values = sources.map((source) => identityValue(source, request));
  if (values.some((value) => !value)) throw new GatewayFault('UNAUTHORIZED');
  const { identityValidationExpression: expression } = authorizer;
  if (authorizer.type === 'TOKEN' && expression) await requireMatch(programs, request, expression, values[0] ?? '');
  return values.length === 0 ? null : (values as string[]);
}

/** A token that cannot be matched in time is one that does not match: nobody gets in by an expression that overruns. */
async function requireMatch(
  programs: UserPrograms,
  { live }: ApiRequest,
  expression: string,
  token: string,
): Promise<void> {
  const first = await programs.match(live.api, [expression], token).catch((cause: unknown) => {
    throw cause instanceof ProgramOverrun ? new GatewayFault('UNAUTHORIZED', { cause }) : cause;
  });
  if (first < 0) throw new GatewayFault('UNAUTHORIZED');
}

function identityValue(source: string, { headers, query, context, live }: ApiRequest): string | undefined {
  const [, kind, name = ''] =
    /^(method\.request\.header|method\.request\.querystring|context|stageVariables)\.(.+)$/.exec(source) ?? [];
  if (kind === 'method.request.header') return header(headers, name);
  if (kind === 'method.request.querystring') return query[name]?.at(-1);
  if (kind === 'stageVariables') return live.stage.variables[name];
  const value = name
    .split('.')
    .reduce<unknown>((part, key) => (part as Record<string, unknown> | undefined)?.[key], context);
  return typeof value === 'string' ? value : undefined;
}

export async function askAuthorizer(
  backend: Backend,
  authorizer: AuthorizerNode,
  request: ApiRequest,
  identity: readonly string[] | null,
): Promise<Authorization> {
  const { live } = request;
  const answer = await invokeFunction(backend, {
    live,
    uri: authorizer.authorizerUri,
    sourceArn: `arn:aws:execute-api:${live.region}:${live.account}:${live.api.id}/authorizers/${authorizer.id}`,
    credentials: authorizer.authorizerCredentials,
    caller: request.caller.principal,
    payload: Buffer.from(JSON.stringify(authorizerEvent(authorizer, request, identity?.[0] ?? ''))),
    timeoutMs: TIMEOUT_MS,
  }).catch((cause: unknown) => {
    throw new GatewayFault('AUTHORIZER_CONFIGURATION_ERROR', { cause });
  });
  if (answer.functionError) throw failureOf(answer.payload);
  return readAuthorization(answer.payload);
}

function authorizerEvent({ type }: AuthorizerNode, request: ApiRequest, token: string): object {
  const arn = methodArn(request);
  if (type === 'TOKEN') return { type, methodArn: arn, authorizationToken: token };
  return { type, methodArn: arn, ...requestFields(request) };
}

/** A function that throws `Unauthorized`, exactly, answers 401. */
function failureOf(payload: Uint8Array): GatewayFault {
  const { errorMessage } = parse(payload) as { errorMessage?: unknown };
  return new GatewayFault(errorMessage === 'Unauthorized' ? 'UNAUTHORIZED' : 'AUTHORIZER_FAILURE');
}

function readAuthorization(payload: Uint8Array): Authorization {
  const { principalId, policyDocument, context, usageIdentifierKey } = parse(payload);
  if (typeof principalId !== 'string' || typeof policyDocument !== 'object') {
    throw new GatewayFault('AUTHORIZER_CONFIGURATION_ERROR');
  }
  return {
    principalId,
    policyDocument,
    context: readContext(context),
    usageIdentifierKey: typeof usageIdentifierKey === 'string' ? usageIdentifierKey : undefined,
  };
}

/** "The value of each key-value pair must be a string, number or boolean": objects are a configuration error. */
function readContext(context: unknown): Record<string, string> {
  const entries = Object.entries((context ?? {}) as Record<string, unknown>).filter(([, value]) => value !== null);
  if (entries.some(([, value]) => typeof value === 'object')) throw new GatewayFault('AUTHORIZER_CONFIGURATION_ERROR');
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}

function parse(payload: Uint8Array): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(payload).toString());
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch (cause) {
    throw new GatewayFault('AUTHORIZER_CONFIGURATION_ERROR', { cause });
  }
  throw new GatewayFault('AUTHORIZER_CONFIGURATION_ERROR');
}
