import type { Clock } from '../kernel/clock.ts';
import type { Logger } from '../kernel/logger.ts';
import type { Blobs } from '../storage/blobs.ts';
import { CodeStore } from './code/code-store.ts';
import type { Engine, FunctionSpec, LogSink } from './engine.ts';
import { LogFlow } from './logs/log-flow.ts';
import { LocalEngine } from './local-engine.ts';
import type { RuntimeLocator } from './runtimes/runtimes.ts';
import { SdkModules } from './runtimes/sdk-modules.ts';
import { probeHost } from './sandbox/process/host.ts';
import { createProcessDriver } from './sandbox/process/process-driver.ts';
import type { HostCapabilities, SandboxDriver, SandboxStrategy } from './sandbox/sandbox.ts';
import { Spares } from './spares.ts';

/** Spares over all boot keys, as a multiple of those per key. */
const SPARE_KEYS = 3;

export interface EngineOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly logSink: LogSink;
  readonly blobs: Pick<Blobs, 'path'>;
  readonly directories: {
    /** Unpacked code; kept from start to start. */
    readonly code: string;
    /** Ours while we run: mount points, process records. */
    readonly run: string;
  };
  /** Where SDKs inside functions find us; asked whenever an environment starts. */
  readonly endpoint: () => { readonly url: string; readonly port: number };
  /** The role's credentials as environment variables, fresh for every environment. */
  readonly credentials: (spec: FunctionSpec) => Readonly<Record<string, string>>;
  /** Booted, empty runtimes per boot key; 0 for none. */
  readonly spares: number;
  readonly runtimes: RuntimeLocator;
  /** `dist/runtime`, made by scripts/build-runtime.ts. */
  readonly functionRuntimeDirectory: string;
  /** CPUs that even the smallest function may use when they are free (default 1); 0 is AWS's own bound. */
  readonly cpuFloor?: number;
  /** Instead of the strongest that works here. */
  readonly strategy?: SandboxStrategy;
}

export interface LocalEngineHandle extends Engine {
  /** What the probe of the host has found; rejects when functions cannot be run here at all. */
  capabilities(): Promise<HostCapabilities>;
}

/** An engine that can be used at once; the first function waits until the host is probed and leftovers are ended. */
export function createEngine(options: EngineOptions): LocalEngineHandle {
  const { clock, logger, logSink, blobs, directories, runtimes, endpoint, credentials, functionRuntimeDirectory } =
    options;
  const code = new CodeStore(blobs, directories.code);
  return new LocalEngine({
    clock,
    logger,
    logFlow: new LogFlow(logSink, logger),
    code,
    runtimes,
    sdkModules: new SdkModules(),
    startDriver: () => startDriver(options, code),
    spares: new Spares({ perKey: options.spares, total: options.spares * SPARE_KEYS }),
    endpoint,
    credentials,
    functionRuntimeDirectory,
  });
}

async function startDriver(
  { strategy, directories, cpuFloor = 1 }: EngineOptions,
  code: CodeStore,
): Promise<SandboxDriver> {
  const [host] = await Promise.all([probeHost(strategy), code.sweep()]);
  const driver = createProcessDriver({ host, runDirectory: directories.run, cpuFloor });
  driver.endLeftovers();
  return driver;
}
