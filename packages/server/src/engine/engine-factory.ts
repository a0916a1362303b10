import type { Clock } from '../kernel/clock.ts';
import type { Logger } from '../kernel/logger.ts';
import type { Blobs } from '../storage/blobs.ts';
import { CodeStore } from './code/code-store.ts';
import type { Engine, FunctionSpec, LogSink } from './engine.ts';
import { LocalEngine } from './local-engine.ts';
import { LogWriter } from './logs/log-writer.ts';
import type { RuntimeLocator } from './runtimes/runtimes.ts';
import { probeHost } from './sandbox/process/host.ts';
import { createProcessDriver } from './sandbox/process/process-driver.ts';
import type { HostCapabilities, SandboxStrategy } from './sandbox/sandbox.ts';
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
  readonly capabilities: HostCapabilities;
}

/** Probes the host, ends what a killed platform left behind and returns an engine that is ready. */
export async function createEngine(options: EngineOptions): Promise<LocalEngineHandle> {
  const { clock, logger, logSink, blobs, directories, runtimes, endpoint, credentials, functionRuntimeDirectory } =
    options;
  const code = new CodeStore(blobs, directories.code);
  const [host] = await Promise.all([probeHost(options.strategy), code.sweep()]);
  const driver = createProcessDriver({ host, runDirectory: directories.run, cpuFloor: options.cpuFloor ?? 1 });
  driver.endLeftovers();
  const engine = new LocalEngine({
    clock,
    logger,
    logWriter: new LogWriter(logSink, logger),
    code,
    runtimes,
    driver,
    spares: new Spares({ perKey: options.spares, total: options.spares * SPARE_KEYS }),
    endpoint,
    credentials,
    functionRuntimeDirectory,
  });
  return Object.assign(engine, { capabilities: host.capabilities });
}
