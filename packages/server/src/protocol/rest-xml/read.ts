import { hasBody, type Payload, payloadOf, readRawPayload } from '../bindings/payload.ts';
import { compileBindingReader } from '../bindings/read.ts';
import type { Route } from '../bindings/router.ts';
import { type Compiled, lazily } from '../compile.ts';
import { parseXml } from '../formats/xml-parse.ts';
import { type XmlReader, xmlReaders } from '../formats/xml-read.ts';
import type { ServiceModel } from '../model.ts';
import { readBody, REST_BODY_LIMIT } from '../request-body.ts';
import type { WireRequest } from '../wire.ts';

export type Reader = (request: WireRequest, route: Route) => Promise<Record<string, unknown>>;

export function compileReader(model: ServiceModel): Reader {
  const readers = xmlReaders(model);
  const operations = new Map(
    Object.keys(model.operations).map((name) => [name, lazily(() => operationReader(model, name, readers))]),
  );
  return (request, route) => operations.get(route.operation)!()(request, route);
}

function operationReader(model: ServiceModel, operation: string, readers: Compiled<XmlReader>): Reader {
  const { input } = model.operations[operation]!;
  const bindings = compileBindingReader(model, operation);
  const payload = payloadOf(model, input);
  if (payload) {
    return async (request, route) => {
      const value = await readPayload(payload, request, operation, readers);
      return { ...bindings(request, route), ...(value === undefined ? {} : { [payload.name]: value }) };
    };
  }
  if (!input || !hasBody(model, input)) return async (request, route) => bindings(request, route);
  return async (request, route) => ({
    ...((await readXml(request, operation, readers(input))) as object | undefined),
    ...bindings(request, route),
  });
}

async function readPayload(
  payload: Payload,
  request: WireRequest,
  operation: string,
  readers: Compiled<XmlReader>,
): Promise<unknown> {
  return payload.target.type === 'structure'
    ? readXml(request, operation, readers(payload.shape))
    : readRawPayload(payload, request, operation);
}

/** The root's name is not looked at: clients disagree on it, and S3 does not mind. */
async function readXml(request: WireRequest, operation: string, read: XmlReader): Promise<unknown> {
  const bytes = await readBody(request, operation, REST_BODY_LIMIT);
  return bytes.byteLength === 0 ? undefined : read([parseXml(Buffer.from(bytes).toString())]);
}
