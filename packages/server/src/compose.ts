import { existsSync } from 'node:fs';
import { isIP } from 'node:net';
import { fileURLToPath } from 'node:url';
import { createEngine, type LocalEngineHandle } from './engine/engine-factory.ts';
import { HostRuntimeLocator } from './engine/runtimes/host-runtime-locator.ts';
import type { HostCapabilities } from './engine/sandbox/sandbox.ts';
import { functionCredentials } from './engine/function-credentials.ts';
import { dispatchRequest, innerDoor } from './gateway/dispatch.ts';
import { ExecuteApi } from './gateway/execute-api/execute-api.ts';
import { noteUseIn } from './gateway/credential-use.ts';
import { issuedCredentials } from './gateway/credentials.ts';
import { type Listener, listen } from './gateway/listener.ts';
import { createGateway } from './gateway/pipeline.ts';
import { ServiceHost } from './gateway/service-host.ts';
import { type Clock, systemClock } from './kernel/clock.ts';
import { notImplemented, PlatformError } from './kernel/errors.ts';
import { Lifecycle } from './kernel/lifecycle.ts';
import type { Logger } from './kernel/logger.ts';
import { Sealer } from './kernel/sealer.ts';
import { SessionIssuer } from './kernel/sessions.ts';
import { VERSION } from './kernel/version.ts';
import { LateLogSink } from './engine/logs/late-log-sink.ts';
import { SigningKeys } from './protocol/sigv4/signing-key.ts';
import type { ApiGatewayState } from './services/apigateway/state.ts';
import type { CloudformationState } from './services/cloudformation/state.ts';
import { hasUnfinishedStacks } from './services/cloudformation/unfinished.ts';
import type { IamState } from './services/iam/operation.ts';
import type { LambdaState } from './services/lambda/state.ts';
import type { LogsState } from './services/logs/state.ts';
import { registry } from './services/registry.ts';
import type { S3State } from './services/s3/state.ts';
import type { Host, ServiceName } from './services/service.ts';
import { type DataDirectory, openDataDirectory, openEphemeralDirectory } from './storage/data-directory.ts';
import { openFileBlobs } from './storage/file-blobs.ts';
import { openStorage } from './storage/open-storage.ts';

export interface PlatformOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Further names under which this machine is reached, besides its addresses and AWS's names. Lower case, no port. */
  readonly hostNames: readonly string[];
  readonly data: { readonly kind: 'directory'; readonly path: string } | { readonly kind: 'ephemeral' };
  readonly databaseUrl?: string | undefined;
  /** What acknowledged state survives: the end of the process, or of the power. */
  readonly durability: 'process' | 'power';
  /** Booted, empty runtimes kept per boot key; 0 for none. */
  readonly spares: number;
  readonly logger: Logger;
  readonly clock?: Clock;
}

/** A running platform. */
export interface Platform {
  readonly endpoint: string;
  readonly dataDirectory: string;
  /** What this host can isolate and limit. */
  capabilities(): Promise<HostCapabilities>;
  /** A service's state, for the test kit. */
  service(name: ServiceName): Promise<unknown>;
  /** Lets running invocations finish for up to `graceMs`, then ends everything. */
  stop(graceMs: number): Promise<void>;
}

declare const HEARTH_BUNDLED: boolean | undefined;

/** Opens the state, starts engine and services, and listens. Throws a PlatformError that says what to do. */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  refuseOpenAddress(options.host);
  const lifecycle = new Lifecycle(options.logger);
  try {
    return await start(options, lifecycle);
  } catch (error) {
    await lifecycle.stop();
    throw error;
  }
}

async function start(options: PlatformOptions, lifecycle: Lifecycle): Promise<Platform> {
  const { logger } = options;
  const directory = options.data.kind === 'ephemeral' ? openEphemeralDirectory() : openDataDirectory(options.data.path);
  lifecycle.onStop('data directory', () => directory.close());
  const { host, services, engine } = await composeHost(options, directory, lifecycle);

  const listener = await listenAt(options, host, services, directory);
  lifecycle.onStop('listener', (graceMs) => listener.stop(graceMs));
  directory.setEndpoint(listener.endpoint);
  host.announce(listener);

  // Lambda has work of its own: functions that were Pending, events that were accepted but not run.
  services.get('lambda').catch((cause: unknown) => logger.error('the lambda service did not start', { cause }));
  resumeStacks(host, services).catch((cause: unknown) => logger.error('stacks were not resumed', { cause }));
  return {
    endpoint: listener.endpoint,
    dataDirectory: directory.path,
    capabilities: () => engine.capabilities(),
    service: async (name) => (await services.get(name)).state,
    stop: (graceMs) => {
      host.abort();
      return lifecycle.stop(graceMs);
    },
  };
}

/** Deployments that an earlier process left under way go on. */
async function resumeStacks({ storage }: Host, services: ServiceHost): Promise<void> {
  if (await hasUnfinishedStacks(storage)) await services.get('cloudformation');
}

interface ComposedHost extends Host {
  announce(listener: Listener): void;
  abort(): void;
}

async function composeHost(options: PlatformOptions, directory: DataDirectory, lifecycle: Lifecycle) {
  const { logger, durability, databaseUrl, clock = systemClock } = options;
  const { stateFile, telemetryFile } = directory;
  const { storage, telemetry } = await openStorage({ stateFile, telemetryFile, durability, databaseUrl, logger });
  lifecycle.onStop('storage', () => storage.close());
  lifecycle.onStop('telemetry', () => telemetry.close());
  const blobs = await openFileBlobs({ directory: directory.blobs, storage, durability, logger });
  lifecycle.onStop('blobs', () => blobs.close());

  const sealer = new Sealer(directory.key);
  const sessions = new SessionIssuer(sealer);
  const stopping = new AbortController();
  let at: Listener | undefined;
  const services = new ServiceHost(() => host);
  lifecycle.onStop('services', () => services.stop());
  const logSink = new LateLogSink(async () => (await services.get('logs')).state as LogsState, logger);
  const engine: LocalEngineHandle = createEngine({
    clock,
    logger,
    logSink,
    blobs,
    directories: directory,
    endpoint: () => ({ url: at?.endpoint ?? '', port: at?.port ?? 0 }),
    credentials: (spec) => functionCredentials(sessions, spec),
    spares: options.spares,
    runtimes: new HostRuntimeLocator(),
    functionRuntimeDirectory: functionRuntimeDirectory(),
  });
  lifecycle.onStop('function logs', () => logSink.settled());
  lifecycle.onStop('engine', (graceMs) => engine.stop(graceMs));
  const host: ComposedHost = {
    storage,
    telemetry,
    blobs,
    clock,
    logger,
    sealer,
    sessions,
    engine,
    signal: stopping.signal,
    endpoint: () => at?.endpoint ?? '',
    aws: (scope, principal) => innerDoor(services, () => host, scope, principal),
    announce: (listener) => (at = listener),
    abort: () => stopping.abort(),
  };
  return { host, services, engine };
}

function listenAt(
  options: PlatformOptions,
  host: Host,
  services: ServiceHost,
  directory: DataDirectory,
): Promise<Listener> {
  const { logger } = options;
  const startedAt = Date.now();
  const apis = new ExecuteApi({
    clock: host.clock,
    logger,
    aws: host.aws,
    state: async () => (await services.get('apigateway')).state as ApiGatewayState,
  });
  host.signal.addEventListener('abort', () => void apis.close(), { once: true });
  const iam = async () => (await services.get('iam')).state as IamState;
  const gateway = createGateway({
    logger,
    authentication: 'open',
    hostNames: options.hostNames,
    now: Date.now,
    keys: new SigningKeys(),
    credentials: issuedCredentials(host.sessions, async (accessKeyId) => (await iam()).findAccessKey(accessKeyId)),
    noteUse: noteUseIn(iam, logger),
    behind: {
      service: (name, caller, request) => dispatchRequest(services, host, name, caller, request),
      program: (target, caller, request) =>
        target.plane === 'execute-api'
          ? apis.answer(target, caller, request)
          : Promise.reject(notImplemented('function URLs')),
      refuseForProgram: (target, requestId, request, error) =>
        target.plane === 'execute-api' ? apis.refuse(target, requestId, request, error) : Promise.reject(error),
      codec: async (name) => (await services.get(name)).codec,
      bucketExists: async (name) => ((await services.get('s3')).state as S3State).bucketExists(name),
      download: async (token) => ((await services.get('lambda')).state as LambdaState).downloads.open(token),
      customResourceResponse: async (request) =>
        ((await services.get('cloudformation')).state as CloudformationState).responses.receive(request),
      facts: () => ({
        version: VERSION,
        pid: process.pid,
        endpoint: host.endpoint(),
        startedAt,
        ...(directory.ephemeral ? {} : { dataDirectory: directory.path }),
        installing: host.engine.installing(),
        services: servicesNow(services),
      }),
    },
  });
  return listen({ host: options.host, port: options.port, logger }, gateway);
}

function servicesNow(services: ServiceHost): Record<string, 'available' | 'running'> {
  const running = services.running();
  return Object.fromEntries(
    Object.keys(registry).map((name) => [name, running.includes(name as ServiceName) ? 'running' : 'available']),
  );
}

/** Made by scripts/build-runtime.ts: beside the bundle, or in `dist` when running from source. */
function functionRuntimeDirectory(): string {
  const bundled = typeof HEARTH_BUNDLED !== 'undefined';
  const path = fileURLToPath(new URL(bundled ? './runtime' : '../dist/runtime', import.meta.url));
  if (existsSync(path)) return path;
  throw new PlatformError(
    `The runtimes that run functions are missing at ${path}.`,
    'Build them with `npm run build`.',
  );
}

/** Whoever reaches an open platform may run code on this machine: only loopback may reach it without signatures. */
function refuseOpenAddress(host: string): void {
  if (host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))) return;
  throw new PlatformError(
    `Hearth cannot listen on ${host} yet: beyond this machine every request would have to be authorised by IAM policies.`,
    'Leave --host out to listen on 127.0.0.1.',
  );
}
