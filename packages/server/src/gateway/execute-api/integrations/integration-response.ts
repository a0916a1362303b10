import type { IntegrationResponse } from '@aws-sdk/client-api-gateway';
import type { WireResponse } from '../../../protocol/wire.ts';
import type { ApiDocument, IntegrationNode } from '../../../services/apigateway/rules/api.ts';
import type { ApiRequest } from '../api-request.ts';
import { convertContent } from '../content-handling.ts';
import { GatewayFault } from '../fault.ts';
import { clientHeaders, isSendable } from '../headers.ts';
import { mapResponseHeaders } from '../mapping.ts';
import { bareMediaType, isBinary } from '../media-types.ts';
import { header, type MultiValues } from '../values.ts';
import type { UserPrograms } from '../user-programs/user-programs.ts';
import type { Overrides } from '../vtl/templates.ts';
import { renderFor } from './integration-request.ts';

/** What came back from a backend that is not a proxy. */
export interface BackendResponse {
  /** What selection patterns are matched against: a status, or a function's error message; null selects the default. */
  readonly selector: string | null;
  readonly headers: MultiValues;
  readonly body: Buffer;
  readonly responseOverride: Overrides | null;
}

/** Turns a backend's response into the method's, by the integration response that its selector picks. */
export async function methodResponse(
  programs: UserPrograms,
  request: ApiRequest,
  integration: IntegrationNode,
  backend: BackendResponse,
): Promise<WireResponse> {
  const chosen = await select(
    programs,
    request.live.api,
    Object.values(integration.integrationResponses),
    backend.selector,
  );
  const { binaryMediaTypes } = request.live.api;
  const received = header(backend.headers, 'content-type');
  const raw = convertContent(backend.body, chosen.contentHandling, isBinary(binaryMediaTypes, received));
  const text = raw.toString();
  const mapped = await mapResponseHeaders(programs, chosen.responseParameters, {
    request,
    body: text,
    responseHeaders: backend.headers,
  });
  const template = chooseTemplate(chosen, header(request.headers, 'accept'));
  const rendered = template && (await renderFor(programs, request, template[1], text));
  const overrides = [backend.responseOverride, rendered?.responseOverride].filter((part) => part != null);
  for (const part of overrides) for (const [name, value] of Object.entries(part.header)) mapped[name] = [value];
  const status = readStatus(overrides.findLast((part) => part.status !== undefined)?.status ?? chosen.statusCode);
  if (!isSendable(mapped)) throw new GatewayFault('API_CONFIGURATION_ERROR');
  return {
    status,
    headers: {
      'Content-Type': template?.[0] ?? received ?? 'application/json',
      ...clientHeaders(typed(mapped), integration.type),
    },
    body: rendered ? rendered.text : raw,
  };
}

/** The first response whose pattern matches the whole selector, else the one without a pattern. */
async function select(
  programs: UserPrograms,
  api: ApiDocument,
  responses: readonly IntegrationResponse[],
  selector: string | null,
): Promise<IntegrationResponse> {
  const candidates = selector === null ? [] : responses.filter(({ selectionPattern }) => selectionPattern);
  const patterns = candidates.map(({ selectionPattern }) => selectionPattern!);
  const matching = await programs.match(api, patterns, selector ?? '');
  const chosen = candidates[matching] ?? responses.find(({ selectionPattern }) => !selectionPattern);
  if (!chosen) throw new GatewayFault('API_CONFIGURATION_ERROR');
  return chosen;
}

/** Any that HTTP can carry: a template may set the status to anything. */
function readStatus(status: string | undefined): number {
  if (!/^[2-5]\d\d$/.test(status ?? '')) throw new GatewayFault('API_CONFIGURATION_ERROR');
  return Number(status);
}

/** The template for the caller's Accept, else for JSON, else the first. */
function chooseTemplate(
  { responseTemplates }: IntegrationResponse,
  accept: string | undefined,
): [string, string] | undefined {
  const templates = Object.entries(responseTemplates ?? {}).filter(([, template]) => template !== null);
  const wanted = bareMediaType(accept);
  return (
    templates.find(([type]) => type === wanted) ??
    templates.find(([type]) => type === 'application/json') ??
    templates[0]
  );
}

/** A mapped Content-Type takes the place of the template's, whatever its casing. */
function typed(headers: MultiValues): MultiValues {
  return Object.fromEntries(
    Object.entries(headers).map(([name, values]) => [
      name.toLowerCase() === 'content-type' ? 'Content-Type' : name,
      values,
    ]),
  );
}
