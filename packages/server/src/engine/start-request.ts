import type { FunctionSpec } from './engine.ts';
import type { RuntimeListener } from './link/runtime-link.ts';
import type { RuntimeProcess } from './runtime-process.ts';
import type { KeptTmp, SandboxDriver, TakenPaths, TakePlan } from './sandbox/sandbox.ts';

export type EnvironmentOf = (paths: TakenPaths, runtimeApi: string) => Record<string, string>;

/** An environment wants a runtime. */
export interface StartRequest {
  readonly logStream: string;
  readonly listener: RuntimeListener;
  /** The /tmp of the environment's runtime before. */
  readonly tmp: KeptTmp | null;
  /** Told of the process as soon as there is one, long before it has loaded anything. */
  readonly adopt: (runtime: RuntimeProcess) => void;
}

/** What a process that the function brings along is started with. */
export interface OwnProcessOptions {
  readonly driver: SandboxDriver;
  readonly plan: TakePlan;
  readonly spec: FunctionSpec;
  readonly environment: EnvironmentOf;
  readonly request: StartRequest;
  /** Names of the external extensions in the layers. */
  readonly extensions: readonly string[];
}
