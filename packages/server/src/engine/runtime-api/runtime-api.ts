import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FunctionSpec } from '../engine.ts';
import { Extensions } from '../extensions/extensions.ts';
import { NOBODY, type RuntimeListener } from '../link/runtime-link.ts';
import { refuseBroken, sendError } from './api-errors.ts';
import { ApiLink } from './api-link.ts';
import { invocationError } from './error.ts';
import { nextEvent } from './extensions/next-event.ts';
import { register } from './extensions/register.ts';
import { reportError } from './extensions/report-error.ts';
import { notSupported } from './extensions/telemetry.ts';
import { initError } from './init-error.ts';
import { next } from './next.ts';
import { NOT_YOURS, OwnCallers } from './own-callers.ts';
import { response } from './response.ts';

type Endpoint = (
  link: ApiLink,
  request: IncomingMessage,
  reply: ServerResponse,
  requestId: string,
) => void | Promise<void>;

const ENDPOINTS: readonly { readonly method: string; readonly path: RegExp; readonly run: Endpoint }[] = [
  { method: 'GET', path: /^\/2018-06-01\/runtime\/invocation\/next$/, run: next },
  { method: 'POST', path: /^\/2018-06-01\/runtime\/invocation\/([^/]+)\/response$/, run: response },
  { method: 'POST', path: /^\/2018-06-01\/runtime\/invocation\/([^/]+)\/error$/, run: invocationError },
  { method: 'POST', path: /^\/2018-06-01\/runtime\/init\/error$/, run: initError },
];

type ExtensionEndpoint = (
  extensions: Extensions,
  request: IncomingMessage,
  reply: ServerResponse,
  spec: FunctionSpec,
) => void | Promise<void>;

/** By method and path. */
const EXTENSION_ENDPOINTS: Readonly<Record<string, ExtensionEndpoint>> = {
  'POST /2020-01-01/extension/register': register,
  'GET /2020-01-01/extension/event/next': nextEvent,
  'POST /2020-01-01/extension/init/error': reportError('InitError'),
  'POST /2020-01-01/extension/exit/error': reportError('ExitError'),
  'PUT /2022-07-01/telemetry': notSupported('Telemetry'),
  'PUT /2020-08-15/logs': notSupported('Logs'),
};

export interface RuntimeApi {
  /** `127.0.0.1:port`, the function's AWS_LAMBDA_RUNTIME_API. */
  readonly address: string;
  /** Closing it ends the listener. */
  readonly link: ApiLink;
  readonly extensions: Extensions;
  /** Who may call. */
  readonly callers: OwnCallers;
}

interface Served {
  readonly callers: OwnCallers;
  readonly link: ApiLink;
  readonly extensions: Extensions;
  readonly spec: FunctionSpec;
}

/**
 * AWS's Runtime and Extensions APIs for one execution environment, on a port of its own: the port tells which
 * environment calls.
 * @param external names of the extensions that are started beside the runtime
 */
export async function openRuntimeApi(
  listener: RuntimeListener,
  spec: FunctionSpec,
  external: readonly string[],
): Promise<RuntimeApi> {
  const extensions = new Extensions(external);
  const callers = new OwnCallers();
  const server = createServer((request, reply) => void route({ callers, link, extensions, spec }, request, reply));
  // `next` blocks for as long as nobody invokes the function.
  server.requestTimeout = 0;
  server.headersTimeout = 0;
  server.keepAliveTimeout = 0;
  server.on('clientError', refuseBroken);
  const link = new ApiLink(listener, () => {
    server.close();
    server.closeAllConnections();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { address: `127.0.0.1:${port}`, link, extensions, callers };
}

/** For an environment whose runtime has frames: answers, but has no invocation to give. */
export async function openOccupiedApi(spec: FunctionSpec, external: readonly string[] = []): Promise<RuntimeApi> {
  const api = await openRuntimeApi(NOBODY, spec, external);
  api.link.occupy();
  if (external.length === 0) api.extensions.closeRegistration();
  return api;
}

async function route(served: Served, request: IncomingMessage, reply: ServerResponse): Promise<void> {
  if (!served.callers.include(request.socket)) {
    request.resume();
    return sendError(reply, NOT_YOURS);
  }
  const path = (request.url ?? '').split('?')[0]?.replace(/\/$/, '') ?? '';
  try {
    const known = await answer(served, request, reply, path);
    if (known) return;
  } catch {
    // The caller hung up in the middle of its request.
    served.link.cutOff();
    return void reply.destroy();
  }
  request.resume();
  sendError(reply, { status: 404, errorType: 'NotFound', errorMessage: `No such endpoint: ${request.method} ${path}` });
}

/** @returns whether there is such an endpoint */
async function answer(
  { link, extensions, spec }: Served,
  request: IncomingMessage,
  reply: ServerResponse,
  path: string,
): Promise<boolean> {
  for (const endpoint of ENDPOINTS) {
    const match = endpoint.method === request.method && endpoint.path.exec(path);
    if (!match) continue;
    await endpoint.run(link, request, reply, match[1] ?? '');
    return true;
  }
  const extensionEndpoint = EXTENSION_ENDPOINTS[`${request.method} ${path}`];
  await extensionEndpoint?.(extensions, request, reply, spec);
  return extensionEndpoint !== undefined;
}
