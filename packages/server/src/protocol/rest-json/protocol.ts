import { compileRouter } from '../bindings/router.ts';
import type { ServiceModel } from '../model.ts';
import type { Protocol } from '../protocol.ts';
import { compileErrors } from './errors.ts';
import { routeOf } from './match.ts';
import { compileReader } from './read.ts';
import { compileWriter } from './write.ts';

export function restJson(model: ServiceModel): Protocol {
  const router = compileRouter(model);
  const read = compileReader(model);
  return {
    name: 'rest-json',
    claims: (request) => router(request) !== undefined,
    match: (request) => {
      const route = routeOf(router, request);
      return { operation: route.operation, read: () => read(request, route) };
    },
    write: compileWriter(model),
    renderError: compileErrors(model),
  };
}
