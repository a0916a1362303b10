import type { GatewayResponse } from '@aws-sdk/client-api-gateway';
import type { WireResponse } from '../../protocol/wire.ts';
import type { LiveStage } from '../../services/apigateway/store/api-rows.ts';
import type { GatewayFault } from './fault.ts';
import { bareMediaType } from './media-types.ts';
import type { RequestContext } from './request-context.ts';
import { header, type MultiValues, textOf } from './values.ts';

/** What is known of a request that the gateway answers itself: little, when it matched nothing. */
export interface FaultyRequest {
  readonly live: LiveStage | null;
  readonly requestId: string;
  readonly context?: RequestContext | undefined;
  readonly headers: MultiValues;
  readonly query: MultiValues;
  readonly pathParameters: Readonly<Record<string, string>>;
}

const DEFAULT_TEMPLATE = '{"message":$context.error.messageString}';
/** The key has a capital M (recorded). */
const ACCESS_DENIED_TEMPLATE = '{"Message":$context.error.messageString}';

/** Answers a fault by the gateway response of its type: the API's own, that of its class, or AWS's. */
export function renderFault(fault: GatewayFault, request: FaultyRequest): WireResponse {
  const custom = customisation(fault, request.live);
  const status = custom?.statusCode ? Number(custom.statusCode) : fault.status;
  const resolve = (expression: string): string => valueOf(expression, fault, request, status);
  const [contentType, template] = chooseTemplate(fault, custom, header(request.headers, 'accept'));
  return {
    status,
    headers: {
      'x-amzn-RequestId': request.requestId,
      ...(request.context ? { 'x-amz-apigw-id': request.context.extendedRequestId } : {}),
      'x-amzn-ErrorType': fault.errorType,
      'Content-Type': contentType,
      ...customHeaders(custom, resolve),
    },
    body: fillTemplate(template, resolve),
  };
}

function customisation(fault: GatewayFault, live: LiveStage | null): GatewayResponse | undefined {
  const responses = live?.api.gatewayResponses ?? {};
  return responses[fault.type] ?? responses[fault.status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX'];
}

/** The template for the caller's Accept, else for JSON, else the first. */
function chooseTemplate(
  fault: GatewayFault,
  custom: GatewayResponse | undefined,
  accept: string | undefined,
): [string, string] {
  const templates = Object.entries(custom?.responseTemplates ?? {});
  const wanted = bareMediaType(accept);
  const found =
    templates.find(([type]) => type === wanted) ??
    templates.find(([type]) => type === 'application/json') ??
    templates[0];
  return found ?? ['application/json', fault.type === 'ACCESS_DENIED' ? ACCESS_DENIED_TEMPLATE : DEFAULT_TEMPLATE];
}

function customHeaders(
  custom: GatewayResponse | undefined,
  resolve: (expression: string) => string,
): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [target, expression] of Object.entries(custom?.responseParameters ?? {})) {
    const name = /^gatewayresponse\.header\.(.+)$/.exec(target)?.[1];
    const value = /^'(.*)'$/s.exec(expression)?.[1] ?? resolve(expression);
    if (name && value !== '') headers[name] = value;
  }
  return headers;
}

/** "Payload size 10 MB": a template of 300 KB could repeat a header of 10 KB 20,000 times; values beyond are left out. */
const MAX_FILLED_CHARACTERS = 10 * 1024 ** 2;

/**
 * Gateway responses know no VTL, only the substitution of variables ("Gateway responses in API Gateway"), so that they
 * are filled in place.
 */
function fillTemplate(template: string, resolve: (expression: string) => string): string {
  let filled = 0;
  return template.replaceAll(VARIABLE, (_, braced: string | undefined, plain: string | undefined) => {
    const value = resolve(braced ?? plain!);
    filled += value.length;
    return filled > MAX_FILLED_CHARACTERS ? '' : value;
  });
}

/** `${context.path}` or `$context.path`; a name does not end with a dot. */
const NAME = String.raw`(?:context|stageVariables|method\.request)(?:\.[A-Za-z0-9_-]+)+`;
const VARIABLE = new RegExp(String.raw`\$\{(${NAME})\}|\$(${NAME})`, 'g');

function valueOf(expression: string, fault: GatewayFault, request: FaultyRequest, status: number): string {
  const [source, ...rest] = expression.split('.');
  const name = rest.join('.');
  if (source === 'stageVariables') return request.live?.stage.variables[name] ?? '';
  if (source === 'method') return requestValue(rest.slice(1), request);
  if (rest[0] === 'error') return errorValue(rest[1] ?? '', fault);
  if (name === 'requestId') return request.requestId;
  if (name === 'responseOverride.status' || name === 'status') return String(status);
  return text(
    rest.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], request.context),
  );
}

function errorValue(name: string, fault: GatewayFault): string {
  if (name === 'messageString') return JSON.stringify(fault.text);
  if (name === 'message') return fault.text ?? '';
  if (name === 'validationErrorString') return escaped(fault.validationError ?? fault.text ?? '');
  return name === 'responseType' ? fault.type : '';
}

/** For inside a JSON text: `{"message": "$context.error.validationErrorString"}` is JSON on AWS, whatever it quotes. */
function escaped(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}

function requestValue([kind, ...rest]: readonly string[], { headers, query, pathParameters }: FaultyRequest): string {
  const name = rest.join('.');
  if (kind === 'header') return header(headers, name) ?? '';
  if (kind === 'querystring') return query[name]?.at(-1) ?? '';
  return kind === 'path' ? (pathParameters[name] ?? '') : '';
}

function text(value: unknown): string {
  if (value === undefined || value === null) return '';
  return textOf(value);
}
