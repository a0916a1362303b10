import { payloadOf, hasBody, readRawPayload } from '../bindings/payload.ts';
import { compileBindingReader } from '../bindings/read.ts';
import type { Route } from '../bindings/router.ts';
import { type JsonReader, jsonReaders, parseJsonBody } from '../formats/json-read.ts';
import { lazily, type Compiled } from '../compile.ts';
import type { ServiceModel } from '../model.ts';
import { readBody, REST_BODY_LIMIT } from '../request-body.ts';
import type { WireRequest } from '../wire.ts';

export type Reader = (request: WireRequest, route: Route) => Promise<Record<string, unknown>>;

export function compileReader(model: ServiceModel): Reader {
  const readers = jsonReaders(model, true);
  const operations = new Map(
    Object.keys(model.operations).map((name) => [name, lazily(() => operationReader(model, name, readers))]),
  );
  return (request, route) => operations.get(route.operation)!()(request, route);
}

function operationReader(model: ServiceModel, operation: string, readers: Compiled<JsonReader>): Reader {
  const { input } = model.operations[operation]!;
  const bindings = compileBindingReader(model, operation);
  const payload = payloadOf(model, input);
  if (payload) {
    const structured = payload.target.type === 'structure' || payload.target.type === 'document';
    return async (request, route) => {
      const value = structured
        ? await readJson(request, operation, readers(payload.shape))
        : await readRawPayload(payload, request, operation);
      return { ...bindings(request, route), ...(value === undefined ? {} : { [payload.name]: value }) };
    };
  }
  if (!input || !hasBody(model, input)) return async (request, route) => bindings(request, route);
  return async (request, route) => ({
    ...((await readJson(request, operation, readers(input))) as object | undefined),
    ...bindings(request, route),
  });
}

/** Undefined when there is no body. */
async function readJson(request: WireRequest, operation: string, read: JsonReader): Promise<unknown> {
  const bytes = await readBody(request, operation, REST_BODY_LIMIT);
  return bytes.byteLength === 0 ? undefined : read(parseJsonBody(bytes));
}
