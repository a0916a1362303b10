import * as nodeModule from 'node:module';

import { registerAwsHook } from './registry.ts';
import { redirectTls } from './redirect-tls.ts';

/** Name under which worker threads inherit the platform's port: not in `process.env`, where functions would see it. */
const PORT_KEY = 'hearth.aws-port';
const WATCHED = new Set(['tls', 'https', 'http2', 'worker_threads']);

interface ModuleLoader {
  _load: (this: unknown, request: string, ...rest: unknown[]) => unknown;
}

interface ProcessWithBuiltins {
  getBuiltinModule?: (id: string) => unknown;
}

start();

/** Loading `tls` costs 7 ms and 3 MB, so it is patched when something is about to use it. */
function start(): void {
  let port = 0;
  let installed = false;
  const install = (): void => {
    if (installed || port === 0) return;
    installed = true;
    redirectTls(port);
    shareWithWorkers(port);
  };
  registerAwsHook({
    configure(awsPort) {
      port = awsPort;
      watch(install);
    },
    install,
  });
  if (isWorkerThread()) inheritPort(install, (inherited) => (port = inherited));
}

function watch(install: () => void): void {
  watchRequire(install);
  watchEsModules(install);
  watchFetch(install);
}

function watchRequire(install: () => void): void {
  const { Module } = nodeModule as unknown as { Module: ModuleLoader };
  const load = Module._load;
  Module._load = function (request, ...rest) {
    if (WATCHED.has(withoutScheme(request))) {
      Module._load = load;
      install();
    }
    return load.call(this, request, ...rest);
  };
  const builtins = process as unknown as ProcessWithBuiltins;
  const getBuiltinModule = builtins.getBuiltinModule;
  if (!getBuiltinModule) return;
  builtins.getBuiltinModule = (id) => {
    if (WATCHED.has(withoutScheme(id))) install();
    return getBuiltinModule.call(process, id);
  };
}

/** `import('https')` in a CommonJS function passes no public door, but loading TLS reads `net.Socket` to inherit from it. */
function watchEsModules(install: () => void): void {
  const net = require('node:net') as typeof import('node:net');
  const { Socket } = net;
  const plain = { value: Socket, writable: true, enumerable: true, configurable: true };
  Object.defineProperty(net, 'Socket', {
    configurable: true,
    enumerable: true,
    get: () => {
      Object.defineProperty(net, 'Socket', plain);
      // TLS is half loaded now; modules that import it run in a later microtask.
      queueMicrotask(install);
      return Socket;
    },
    set: (value: unknown) => {
      Object.defineProperty(net, 'Socket', { ...plain, value });
    },
  });
}

function watchFetch(install: () => void): void {
  const original = globalThis.fetch;
  if (!original) return;
  const fetch: typeof globalThis.fetch = (input, init) => {
    install();
    if (globalThis.fetch === fetch) globalThis.fetch = original;
    return original(input, init);
  };
  Object.defineProperty(globalThis, 'fetch', { value: fetch, writable: true, enumerable: true, configurable: true });
}

function shareWithWorkers(port: number): void {
  const workers = require('node:worker_threads') as typeof import('node:worker_threads');
  workers.setEnvironmentData(PORT_KEY, port);
}

function inheritPort(install: () => void, setPort: (port: number) => void): void {
  const workers = require('node:worker_threads') as typeof import('node:worker_threads');
  const port = workers.getEnvironmentData(PORT_KEY);
  if (typeof port !== 'number') return;
  setPort(port);
  install();
}

/** Told apart without loading `worker_threads`: there, `process.chdir` is a stand-in marked as disabled. */
function isWorkerThread(): boolean {
  return (process.chdir as { disabled?: boolean }).disabled === true;
}

function withoutScheme(request: string): string {
  return request.startsWith('node:') ? request.slice(5) : request;
}
