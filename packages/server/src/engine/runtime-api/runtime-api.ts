import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RuntimeListener } from '../link/runtime-link.ts';
import { sendError } from './api-errors.ts';
import { ApiLink } from './api-link.ts';
import { invocationError } from './error.ts';
import { initError } from './init-error.ts';
import { next } from './next.ts';
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

export interface RuntimeApi {
  /** `127.0.0.1:port`, the function's AWS_LAMBDA_RUNTIME_API. */
  readonly address: string;
  /** Closing it ends the listener. */
  readonly link: ApiLink;
}

/** AWS's Runtime API for one execution environment, on a port of its own: the port tells which environment calls. */
export async function openRuntimeApi(listener: RuntimeListener): Promise<RuntimeApi> {
  const server = createServer((request, reply) => void route(link, request, reply));
  // `next` blocks for as long as nobody invokes the function.
  server.requestTimeout = 0;
  server.headersTimeout = 0;
  server.keepAliveTimeout = 0;
  const link = new ApiLink(listener, () => {
    server.close();
    server.closeAllConnections();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { address: `127.0.0.1:${port}`, link };
}

async function route(link: ApiLink, request: IncomingMessage, reply: ServerResponse): Promise<void> {
  const path = (request.url ?? '').split('?')[0] ?? '';
  for (const endpoint of ENDPOINTS) {
    const match = endpoint.method === request.method && endpoint.path.exec(path);
    if (!match) continue;
    try {
      return await endpoint.run(link, request, reply, match[1] ?? '');
    } catch {
      // The runtime hung up in the middle of its request: its exit, or its deadline, ends the invocation.
      return void reply.destroy();
    }
  }
  request.resume();
  sendError(reply, { status: 404, errorType: 'NotFound', errorMessage: `No such endpoint: ${request.method} ${path}` });
}
