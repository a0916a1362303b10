import * as nodeModule from 'node:module';
import type { Socket } from 'node:net';
import type { ConnectionOptions } from 'node:tls';

type ConnectListener = () => void;
type ConnectArguments = readonly unknown[];

const AWS_HOST = /(^|\.)(amazonaws\.com|amazonaws\.com\.cn|on\.aws|api\.aws)$/i;

/** From now on `tls.connect` to an AWS host name opens a plain connection to the platform instead. */
export function redirectTls(port: number): void {
  const tls = require('node:tls') as { connect: (...args: unknown[]) => Socket };
  const connect = tls.connect;
  tls.connect = (...args) => {
    const [options, listener] = connectOptions(args);
    return isAwsHost(options) ? connectPlain(port, options, listener) : connect(...args);
  };
  nodeModule.syncBuiltinESMExports();
}

/** `connect(options[, cb])`, `connect(port[, host][, options][, cb])`, `connect(path[, options][, cb])`. */
function connectOptions(args: ConnectArguments): [ConnectionOptions, ConnectListener | undefined] {
  const options: ConnectionOptions = {};
  let listener: ConnectListener | undefined;
  for (const [index, argument] of args.entries()) {
    if (typeof argument === 'function') listener = argument as ConnectListener;
    else if (typeof argument === 'object' && argument !== null) Object.assign(options, argument);
    else if (index === 1 && typeof argument === 'string') options.host ??= argument;
  }
  return [options, listener];
}

function isAwsHost({ host, servername, path, socket }: ConnectionOptions): boolean {
  // A proxy's tunnel is the user's own choice of way.
  if (path || socket) return false;
  return AWS_HOST.test(host ?? servername ?? '');
}

function connectPlain(port: number, options: ConnectionOptions, listener: ConnectListener | undefined): Socket {
  const net = require('node:net') as typeof import('node:net');
  const { timeout, signal, keepAlive, keepAliveInitialDelay, noDelay, allowHalfOpen, highWaterMark, onread } =
    options as ConnectionOptions & Record<string, unknown>;
  const passed = { timeout, signal, keepAlive, keepAliveInitialDelay, noDelay, allowHalfOpen, highWaterMark, onread };
  const present = Object.fromEntries(Object.entries(passed).filter(([, value]) => value !== undefined));
  const socket = net.connect({ ...present, host: '127.0.0.1', port });
  dressAsTls(socket, options);
  if (listener) socket.once('secureConnect', listener);
  socket.once('connect', () => {
    (socket as unknown as { secureConnecting: boolean }).secureConnecting = false;
    socket.emit('secureConnect');
  });
  return socket;
}

/** What agents, undici and SDKs ask of a TLS socket. */
function dressAsTls(socket: Socket, options: ConnectionOptions): void {
  const http1 = options.ALPNProtocols && [...(options.ALPNProtocols as Iterable<unknown>)].includes('http/1.1');
  const servername = options.servername ?? options.host ?? '';
  const dress: Record<string, unknown> = {
    encrypted: true,
    authorized: true,
    authorizationError: null,
    secureConnecting: true,
    servername,
    alpnProtocol: http1 ? 'http/1.1' : false,
    getPeerCertificate: () => ({ subject: { CN: servername }, subjectaltname: `DNS:${servername}` }),
    getPeerX509Certificate: () => undefined,
    getX509Certificate: () => undefined,
    getCertificate: () => ({}),
    getCipher: () => ({ name: 'TLS_AES_128_GCM_SHA256', standardName: 'TLS_AES_128_GCM_SHA256', version: 'TLSv1.3' }),
    getProtocol: () => 'TLSv1.3',
    getSession: () => undefined,
    getTLSTicket: () => undefined,
    getEphemeralKeyInfo: () => ({}),
    getFinished: () => undefined,
    getPeerFinished: () => undefined,
    getSharedSigalgs: () => [],
    isSessionReused: () => false,
    setSession: () => {},
    setServername: () => {},
    setMaxSendFragment: () => true,
    disableRenegotiation: () => {},
    enableTrace: () => {},
    renegotiate: (_options: unknown, callback: (error: null) => void) => {
      setImmediate(callback, null);
      return true;
    },
  };
  Object.assign(socket, dress);
}
