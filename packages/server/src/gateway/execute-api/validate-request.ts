import type { ApiRequest } from './api-request.ts';
import { GatewayFault } from './fault.ts';
import { header } from './values.ts';

/** AWS names what is missing in this order (recorded). */
const PLACES = ['header', 'path', 'querystring'] as const;

/** Throws BAD_REQUEST_PARAMETERS when the method's validator asks for parameters that the request does not have. */
export function checkRequest(request: ApiRequest): void {
  const { method } = request.route;
  const validator = request.live.api.requestValidators[method.requestValidatorId ?? ''];
  if (!validator?.validateRequestParameters) return;
  const required = Object.entries(method.requestParameters ?? {}).filter(([, isRequired]) => isRequired);
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
