import { AwsError } from '../../kernel/errors.ts';
import type { Route, Router } from '../bindings/router.ts';
import type { WireRequest } from '../wire.ts';

export function routeOf(router: Router, request: WireRequest): Route {
  const route = router(request);
  if (!route) throw new AwsError('UnknownOperationException', `No operation is at ${request.method} ${request.path}`);
  return route;
}
