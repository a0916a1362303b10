import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { PlatformError } from '../kernel/errors.ts';
import type { Logger } from '../kernel/logger.ts';
import type { WireRequest, WireResponse } from '../protocol/wire.ts';
import { HttpBody } from './http-body.ts';
import { HttpRequest } from './http-request.ts';
import { writeResponse } from './http-response.ts';
import { PlainConnections } from './plain/plain-connections.ts';
import { settleUnreadBody } from './unread-body.ts';

export interface ListenerOptions {
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  readonly logger: Logger;
  readonly limits?: Partial<ListenerLimits>;
}

export interface ListenerLimits {
  /** Bytes of the request line and all headers. A presigned URL with a session token takes about 4 KB. */
  readonly headerBytes: number;
  readonly headersTimeoutMs: number;
  /** For a whole request with its body: an S3 upload of 5 GB takes an hour at 1.4 MB/s. */
  readonly requestTimeoutMs: number;
  /** Longer than the 60 s for which SDKs and load balancers keep a connection, so that they close it first. */
  readonly keepAliveTimeoutMs: number;
  /** What is left of a refused upload is read for this long, so that the client sees the answer instead of a reset. */
  readonly lingerMs: number;
}

export const LISTENER_LIMITS: ListenerLimits = {
  headerBytes: 32 * 1024,
  headersTimeoutMs: 60_000,
  requestTimeoutMs: 3_600_000,
  keepAliveTimeoutMs: 75_000,
  lingerMs: 2_000,
};

export type RequestHandler = (request: WireRequest, sourceIp: string) => Promise<WireResponse>;

/** A listening HTTP server. */
export interface Listener {
  readonly host: string;
  readonly port: number;
  /** `http://127.0.0.1:4566` */
  readonly endpoint: string;
  /** Takes no new requests, gives those under way `graceMs`, then cuts them off. */
  stop(graceMs?: number): Promise<void>;
}

/** Throws a PlatformError when the address cannot be had. */
export async function listen(options: ListenerOptions, handle: RequestHandler): Promise<Listener> {
  const limits = { ...LISTENER_LIMITS, ...options.limits };
  const server = createServer(serverOptions(limits));
  let stopping = false;
  server.on('request', (message, response) => void serve(message, response, new HttpBody(message)));
  server.on('checkContinue', (message, response) => {
    void serve(message, response, new HttpBody(message, () => response.writeContinue()));
  });
  // "100-continue" is the only expectation there is (RFC 9110, 10.1.1).
  server.on('checkExpectation', (message, response) =>
    refuse(message, response, 417, 'The expectation given in the Expect header could not be met.'),
  );
  server.on('connect', (_message, socket) => answerRaw(socket, '405 Method Not Allowed', 'Hearth is no proxy.'));
  server.on('clientError', refuseUnreadable);

  async function serve(message: IncomingMessage, response: ServerResponse, body: HttpBody): Promise<void> {
    if (!message.headers.host) return refuse(message, response, 400, 'The request names no host.');
    const request = new HttpRequest(message, response, body);
    try {
      const answer = await handle(request, plainAddress(message.socket.remoteAddress));
      if (stopping) response.setHeader('connection', 'close');
      const streaming = writeResponse(response, answer, settleUnreadBody(message, response, body, limits.lingerMs));
      if (streaming) await streaming;
    } catch (cause) {
      if (!response.closed) warnOfCut(options.logger, request, cause);
      response.destroy();
    }
  }

  const plain = plainConnections(server, { limits, logger: options.logger, handle });
  await bind(server, options);
  const { address, port, family } = server.address() as AddressInfo;
  const endpoint = `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
  const stopListening = (graceMs = 0) => {
    stopping = true;
    return stop(server, plain, graceMs);
  };
  return { host: options.host, port, endpoint, stop: stopListening };
}

/** Takes every new connection before Node's parser does, which gets those that ask for more than plain requests. */
function plainConnections(
  server: Server,
  { limits, logger, handle }: { limits: ListenerLimits; logger: Logger; handle: RequestHandler },
): PlainConnections {
  const [takeByNode] = server.listeners('connection') as [(this: Server, socket: Socket) => void];
  server.removeAllListeners('connection');
  const plain = new PlainConnections({
    maxHeadBytes: limits.headerBytes,
    keepAliveTimeoutMs: limits.keepAliveTimeoutMs,
    handle,
    cutOff: (request, cause) => warnOfCut(logger, request, cause),
    handOver: (socket) => takeByNode.call(server, socket),
  });
  server.on('connection', (socket) => plain.take(socket, plainAddress(socket.remoteAddress)));
  return plain;
}

function warnOfCut(logger: Logger, { method, path }: WireRequest, cause: unknown): void {
  logger.warn('an answer was cut off', { method, path, cause });
}

/** An IPv4 client of a socket that listens on both families shows as `::ffff:127.0.0.1`. */
function plainAddress(address = ''): string {
  return address.startsWith('::ffff:') ? address.slice(7) : address;
}

function serverOptions(limits: ListenerLimits) {
  return {
    maxHeaderSize: limits.headerBytes,
    headersTimeout: limits.headersTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    keepAliveTimeout: limits.keepAliveTimeoutMs,
    connectionsCheckingInterval: Math.min(30_000, limits.headersTimeoutMs),
    joinDuplicateHeaders: true,
    // Refused by `serve`, in words: Node's own 400 has none.
    requireHostHeader: false,
    // Strict parsing refuses Content-Length beside Transfer-Encoding, bare LF and other ways to smuggle requests.
    insecureHTTPParser: false,
  };
}

function refuse(message: IncomingMessage, response: ServerResponse, status: number, reason: string): void {
  message.resume();
  const body = JSON.stringify({ message: reason });
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' }).end(body);
}

const UNREADABLE: Readonly<Record<string, readonly [status: string, message: string]>> = {
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'Request header fields too large.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The request was not complete in time.'],
};

function refuseUnreadable(error: Error & { readonly code?: string }, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const [status, message] = UNREADABLE[error.code ?? ''] ?? ['400 Bad Request', 'The request is not valid HTTP.'];
  answerRaw(socket, status, message);
}

function answerRaw(socket: Duplex, status: string, message: string): void {
  const body = JSON.stringify({ message });
  // Whoever is gone by now need not be told; without a listener the platform would end with it.
  socket.on('error', () => {});
  socket.end(
    `HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

async function bind(server: Server, { host, port }: ListenerOptions): Promise<void> {
  try {
    server.listen({ host, port, backlog: 1024 });
    await once(server, 'listening');
  } catch (cause) {
    throw cannotListen(host, port, cause as NodeJS.ErrnoException);
  }
}

const REFUSALS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'the port is in use',
  EACCES: 'this user may not use the port',
  ERR_SOCKET_BAD_PORT: 'ports go from 0 to 65535',
};

function cannotListen(host: string, port: number, cause: NodeJS.ErrnoException): PlatformError {
  const what = cause.code === 'EADDRINUSE' ? 'Stop what uses it, or choose' : 'Choose';
  return new PlatformError(
    `Cannot listen on ${host}:${port}: ${REFUSALS[cause.code ?? ''] ?? cause.message}.`,
    `${what} another with --port (0 picks a free one).`,
    { cause },
  );
}

async function stop(server: Server, plain: PlainConnections, graceMs: number): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  plain.stop();
  const cut = setTimeout(() => {
    server.closeAllConnections();
    plain.cutAll();
  }, graceMs);
  await closed;
  clearTimeout(cut);
}
