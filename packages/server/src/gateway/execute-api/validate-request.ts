import type { MethodNode } from '../../services/apigateway/rules/api.ts';
import type { ApiRequest } from './api-request.ts';
import { GatewayFault } from './fault.ts';
import { bareMediaType } from './media-types.ts';
import { ProgramOverrun } from './user-programs/program-process.ts';
import type { UserPrograms } from './user-programs/user-programs.ts';
import { header } from './values.ts';

/** AWS names what is missing in this order (recorded). */
const PLACES = ['header', 'path', 'querystring'] as const;

/** Throws what the method's validator finds: BAD_REQUEST_PARAMETERS before BAD_REQUEST_BODY. */
export async function checkRequest(programs: UserPrograms, request: ApiRequest): Promise<void> {
  const { api } = request.live;
  const validator = api.requestValidators[request.route.method.requestValidatorId ?? ''];
  if (validator?.validateRequestParameters) checkParameters(request);
  if (validator?.validateRequestBody) await checkBody(programs, request);
}

function checkParameters(request: ApiRequest): void {
  const required = Object.entries(request.route.method.requestParameters ?? {}).filter(([, isRequired]) => isRequired);
  const missing = PLACES.flatMap((place) =>
    required
      .map(([name]) => /^method\.request\.(?:multivalue)?(\w+)\.(.+)$/.exec(name))
      .filter((match) => match?.[1] === place && !isPresent(request, place, match[2]!))
      .map((match) => match![2]!),
  );
  if (missing.length > 0) {
    throw new GatewayFault('BAD_REQUEST_PARAMETERS', {
      text: `Missing required request parameters: [${missing.join(', ')}]`,
    });
  }
}

function isPresent({ headers, query, route }: ApiRequest, place: (typeof PLACES)[number], name: string): boolean {
  if (place === 'header') return Boolean(header(headers, name));
  return place === 'path' ? Boolean(route.pathParameters[name]) : Boolean(query[name]?.at(-1));
}

async function checkBody(programs: UserPrograms, request: ApiRequest): Promise<void> {
  const { api } = request.live;
  const model = modelOf(request.route.method, header(request.headers, 'content-type'));
  if (model === undefined) return;
  const faults = await programs.validate(api, model, await request.body.read()).catch((cause: unknown) => {
    if (cause instanceof ProgramOverrun) return [cause.message];
    throw new Error(`the model ${model} of ${api.id} cannot be used`, { cause });
  });
  if (faults.length > 0) throw new GatewayFault('BAD_REQUEST_BODY', { validationError: `[${faults.join(', ')}]` });
}

/**
 * The model for a media type. "If no matching content type is found, request validation is not performed. To use the
 * same model regardless of the content type, set the content type for your data model to $default."
 */
function modelOf({ requestModels = {} }: MethodNode, contentType: string | undefined): string | undefined {
  const type = bareMediaType(contentType) || 'application/json';
  const models = Object.entries(requestModels);
  return (models.find(([candidate]) => bareMediaType(candidate) === type) ??
    models.find(([key]) => key === '$default'))?.[1];
}
