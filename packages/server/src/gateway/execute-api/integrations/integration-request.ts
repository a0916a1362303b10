import type { IntegrationNode } from '../../../services/apigateway/rules/api.ts';
import type { ApiRequest } from '../api-request.ts';
import { convertContent } from '../content-handling.ts';
import { GatewayFault } from '../fault.ts';
import { type Mapped, mapRequest } from '../mapping.ts';
import { bareMediaType, isBinary } from '../media-types.ts';
import { header } from '../values.ts';
import type { UserPrograms } from '../user-programs/user-programs.ts';
import type { Overrides, Rendered } from '../vtl/templates.ts';

export interface IntegrationRequest extends Mapped {
  /** As the client sent it, after content handling. */
  readonly clientBody: string;
  readonly body: Buffer;
  /** What the request template set for the response. */
  readonly responseOverride: Overrides | null;
}

/** Reads the body and puts it and the parameters into the form that the integration wants. Throws UNSUPPORTED_MEDIA_TYPE. */
export async function integrationRequest(
  programs: UserPrograms,
  request: ApiRequest,
  integration: IntegrationNode,
): Promise<IntegrationRequest> {
  const contentType = header(request.headers, 'content-type');
  const binary = isBinary(request.live.api.binaryMediaTypes, contentType);
  const raw = convertContent(await request.body.read(), integration.contentHandling, binary);
  const clientBody = raw.toString();
  const mapped = await mapRequest(programs, integration.requestParameters, { request, body: clientBody });
  const template = chooseTemplate(integration, contentType);
  if (template === null) return { ...mapped, clientBody, body: raw, responseOverride: null };
  const rendered = await renderFor(programs, request, template, clientBody);
  override(mapped, rendered.requestOverride);
  return { ...mapped, clientBody, body: Buffer.from(rendered.text), responseOverride: rendered.responseOverride };
}

/** Null: the body goes through as it is. */
function chooseTemplate(
  { requestTemplates, passthroughBehavior }: IntegrationNode,
  contentType: string | undefined,
): string | null {
  const type = bareMediaType(contentType) || 'application/json';
  const templates = Object.entries(requestTemplates ?? {});
  const found =
    templates.find(([candidate]) => bareMediaType(candidate) === type) ??
    templates.find(([candidate]) => candidate === '$default');
  if (found) return found[1];
  const passes =
    passthroughBehavior === 'WHEN_NO_MATCH' || (passthroughBehavior === 'WHEN_NO_TEMPLATES' && templates.length === 0);
  if (!passes) throw new GatewayFault('UNSUPPORTED_MEDIA_TYPE');
  return null;
}

/** Renders a template for a request; one that fails, or overruns, is the API's fault. */
export async function renderFor(
  programs: UserPrograms,
  { route, query, headers, context, live }: ApiRequest,
  template: string,
  body: string,
): Promise<Rendered> {
  try {
    return await programs.render(live.api, template, {
      body,
      parameters: { path: route.pathParameters, query, headers },
      context,
      stageVariables: live.stage.variables,
    });
  } catch (cause) {
    throw new GatewayFault('API_CONFIGURATION_ERROR', { cause });
  }
}

function override(mapped: Mapped, { header: headers, path, querystring }: Overrides): void {
  for (const [name, value] of Object.entries(headers)) mapped.headers[name] = [value];
  for (const [name, value] of Object.entries(path)) mapped.path[name] = value;
  for (const [name, value] of Object.entries(querystring)) mapped.query[name] = [value];
}
